import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { crliteData, hasCrliteData } from './crlite-data.ts'
import { loadExceptions } from './exceptions.ts'
import { readSources } from './manifest.ts'
import { differences, runSources } from './run.ts'

/** Cases that others made for their own tests, with what they expect. Not part of the repository. */
const corpora = process.env['HARDFAIL_CORPORA'] ?? resolve(import.meta.dirname, '../../../shared/corpora')

if (!existsSync(corpora)) console.warn(`skipped: no corpora at ${corpora} (HARDFAIL_CORPORA)`)

describe.skipIf(!existsSync(corpora))('the corpora', () => {
  const sources = existsSync(corpora) ? readSources(corpora) : []
  const exceptions = loadExceptions()

  it.each(sources.map((source) => [source.name, source] as const))(
    'of %s agree, or differ for a reason',
    async (_, source) => {
      const report = await runSources([source], exceptions)
      expect(differences(report)).toEqual([])
      expect(report.stale).toEqual([])
    },
    60_000,
  )
})

describe.skipIf(!hasCrliteData)('what Firefox makes of published filters and records', () => {
  it('we make of them, too', { timeout: 60_000 }, async () => {
    const report = await runSources(readSources(crliteData), [])
    expect(differences(report)).toEqual([])
    const kinds = new Set(report.results.map(({ kind, got }) => `${kind} ${got}`))
    expect([...kinds].toSorted()).toEqual([
      'crlite good',
      'crlite not-covered',
      'crlite not-enrolled',
      'crlite revoked',
      'onecrl revoked',
    ])
  })
})

describe('an exception', () => {
  it('cites what it rests on', () => {
    const bare = loadExceptions().filter(({ why }) => !/(RFC \d+|X\.690|Requirements) §\d/.test(why))
    expect(bare).toEqual([])
  })

  it('never lets us take for good what others refuse', () => {
    const bad = /revoked|invalid|unknown/
    const lenient = loadExceptions().filter(
      ({ expected, ours }) => bad.test(expected) && ['good', 'signature-ok'].includes(ours),
    )
    expect(lenient).toEqual([])
  })

  it('is given once', () => {
    const cases = loadExceptions().map((exception) => exception.case)
    expect(new Set(cases).size).toBe(cases.length)
  })
})
