import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseCertificate } from '../../src/pki/certificate/parse.ts'
import { checkCrl } from '../../src/pki/crl/status.ts'
import { checkOcspResponse } from '../../src/pki/ocsp/status.ts'
import { freshnessFor } from '../../src/policy/freshness.ts'
import type { ChainReport } from '../../src/policy/report.ts'
import { setStage, type Stage } from './stage.ts'

interface Exported extends ChainReport {
  readonly format: string
  readonly host: string
  readonly chain: readonly string[]
  readonly documents: readonly { readonly key: string; readonly bytes: string }[]
}

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))

describe('exported evidence', () => {
  let stage: Stage

  beforeAll(async () => {
    stage = await setStage()
  })

  afterAll(() => stage.close())

  async function exportFrom(id: string): Promise<Exported> {
    const { session } = stage
    const site = stage.scenario(id)
    await site.arrange()
    const { tab } = await session.visit(site.url)
    const tabId = (await session.addon?.tabId(tab)) ?? -1
    await expect.poll(async () => (await session.addon?.ask('page', { tabId }))?.kind).toBe('checked')
    const text = await session.addon?.ask('page.export', { tabId })
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is wrong with it shows below
    return JSON.parse(text ?? 'null') as Exported
  }

  it.each([
    ['01-ocsp.public', 'good'],
    ['05-good.private', 'good'],
    ['02-ocsp.public', 'revoked'],
    ['05-revoked.public', 'revoked'],
  ])('of %s is enough to come to its verdict again, offline', async (id, expected) => {
    const exported = await exportFrom(id)
    expect(exported.format).toBe('hardfail-evidence/1')
    const chain = exported.chain.map((der) => parseCertificate(bytesOf(der)))
    const [certificate, issuer] = chain
    const decisive = exported.certificates[0]?.evidence.find(({ status }) => status.kind !== 'unknown')
    const document = exported.documents.find(({ key }) => key === decisive?.document)
    if (certificate === undefined || issuer === undefined || document === undefined) {
      throw new Error('the export is not complete')
    }
    const check = decisive?.source === 'crl' ? checkCrl : checkOcspResponse
    const context = {
      now: exported.verdict.decidedAt,
      freshness: freshnessFor('leaf', 'guard'),
      crypto: globalThis.crypto.subtle,
    }
    const statement = await check(bytesOf(document.bytes), { certificate, issuer }, context)
    expect(statement.status.kind).toBe(expected)
  })
})
