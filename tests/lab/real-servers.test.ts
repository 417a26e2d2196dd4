import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import { parseOcspResponse } from '../../src/pki/ocsp/parse.ts'
import { startLab } from './lab.ts'
import type { Lab } from './scenario.ts'
import { EVERY_ROW } from './scenarios/rows.ts'
import { missingServers } from './scenarios/playable.ts'
import { scenario, shakeHands, visit } from './visitor.ts'

vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 })

/** SEQUENCE { ENUMERATED tryLater }: what mod_ssl makes up. */
const TRY_LATER = '30030a0103'

const ROWS = EVERY_ROW.filter(({ row }) => row === 13)
const missing = missingServers(ROWS)
const has = (program: 'apache' | 'nginx') => !missing.includes(program)

let lab: Lab

beforeAll(async () => {
  lab = await startLab({ port: 0, rows: ROWS })
})
afterEach(() => lab.reset())
afterAll(() => lab.close())

async function stapled(id: string): Promise<Buffer | undefined> {
  return (await shakeHands(lab, scenario(lab, id))).staple
}

function statusOf(staple: Buffer | undefined) {
  const response = parseOcspResponse(new Uint8Array(staple ?? []))
  if (response.responseStatus !== 'successful') return [response.responseStatus]
  const [{ status, nextUpdate = 0 } = { status: undefined }] = response.responses
  return [status?.kind, nextUpdate > Date.now() ? 'fresh' : 'expired']
}

describe.skipIf(!has('apache'))('a real Apache httpd (skipped where it is not installed)', () => {
  it('serves its page and staples what the responder says', async () => {
    const one = scenario(lab, '13-apache-stapled.private')
    await one.arrange()
    expect((await visit(lab, one)).body.toString()).toContain('<main id="lab-page">')
    expect(statusOf(await stapled(one.id))).toEqual(['good', 'fresh'])
    expect(lab.requests.length).toBeGreaterThan(0)
  })

  it('staples tryLater once its answer is an hour old and the responder is down: bugs 57121 and 60182', async () => {
    const one = scenario(lab, '13-apache-try-later.private')
    await one.arrange()
    expect((await stapled(one.id))?.toString('hex')).toBe(TRY_LATER)
    // Either directive alone changes nothing.
    for (const only of ['SSLStaplingReturnResponderErrors off', 'SSLStaplingFakeTryLater on']) {
      await one.reconfigure?.(only)
      expect((await stapled(one.id))?.toString('hex')).toBe(TRY_LATER)
    }
    await one.reconfigure?.('SSLStaplingReturnResponderErrors off\nSSLStaplingFakeTryLater off')
    expect(await stapled(one.id)).toBeUndefined()
  })

  it('asks through SSLOCSPProxyURL for what it staples, too', async () => {
    const one = scenario(lab, '13-apache-stapled.public')
    const proxy = new URL(lab.indexUrl).port
    await one.reconfigure?.(`SSLOCSPProxyURL http://127.0.0.1:${proxy}/`)
    expect(await stapled(one.id)).toBeDefined()
    expect(lab.requests.map(({ path }) => path)).toEqual([expect.stringMatching(/^http:\/\//)])
  })
})

describe.skipIf(!has('nginx'))('a real nginx (skipped where it is not installed)', () => {
  it('staples a file as it stands, though it has expired', async () => {
    const one = scenario(lab, '13-nginx-expired.private')
    await one.arrange()
    expect(statusOf(await stapled(one.id))).toEqual(['good', 'expired'])
  })

  it('has nothing for the first visitor where it asks by itself', async () => {
    const one = scenario(lab, '13-nginx-asking.private')
    await one.arrange()
    expect(await stapled(one.id)).toBeUndefined()
    await expect
      .poll(async () => statusOf(await stapled(one.id)), { timeout: 10_000 })
      .toEqual(['good', 'fresh'])
  })
})
