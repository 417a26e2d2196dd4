import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { LabRequest } from '../lab/scenario.ts'
import { setStage, type Stage } from './stage.ts'

/** The mistakes of others that only a browser can show; the rest are in tests/browser/mistakes.test.ts. */
describe('what others got wrong', () => {
  let stage: Stage

  beforeAll(async () => {
    stage = await setStage()
  })
  beforeEach(() => stage.lab.reset())
  afterAll(() => stage.close())

  it('an http: address of a certificate is not upgraded to https: by the policy of our own pages', async () => {
    const site = stage.scenario('05-good.public')
    expect((await stage.session.visit(site.url)).outcome).toBe('opens')
    // By name, since Firefox spares literal loopback addresses; and this server speaks nothing but http:.
    expect(stage.lab.requests).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ host: `crl-${site.host}`, status: 200 })]),
    )
  })

  it('the page does not load first, to be looked at afterwards', async () => {
    const site = stage.scenario('02-ocsp.public')
    site.behave('revoked', 'revoked')
    expect(await stage.session.visit(site.url)).toMatchObject({ outcome: 'interstitial', bodyShown: false })
  })

  it('a page that is held back is not asked for again, over http: or otherwise', async () => {
    const site = stage.scenario('03-cut-off.public')
    site.behave('cut-off', 'cut-off')
    const { tab, outcome } = await stage.session.visit(site.url)
    expect(outcome).toBe('interstitial')
    expect(stage.lab.siteRequests.filter(({ host }) => host === site.host)).toHaveLength(1)
    expect(stage.lab.requests.filter(({ host }) => host === site.host)).toEqual([])
    expect(await tab.run(() => location.protocol)).toBe('moz-extension:')
  })

  it('nobody but those whom the certificates name is asked, and nobody is told which site it was', async () => {
    const site = stage.scenario('01-crl-and-ocsp.public')
    site.behave('good', 'cut-off')
    expect((await stage.session.visit(site.url)).outcome).toBe('opens')
    const named = [`crl-${site.host}`, `ocsp-${site.host}`, 'crl.pub.lab.test']
    expect(stage.lab.requests.length).toBeGreaterThanOrEqual(2)
    for (const request of stage.lab.requests) {
      expect(named).toContain(request.host)
      expect(saidIn(request)).not.toContain(site.host)
    }
  })

  it('a CA does not learn from which installation it is asked', async () => {
    const site = stage.scenario('01-ocsp.public')
    // Only a POST, which is tried where a GET was refused, would carry the origin of the add-on.
    site.behave('http-404', 'good')
    expect((await stage.session.visit(site.url)).outcome).toBe('interstitial')
    const post = stage.lab.requests.find(({ method }) => method === 'POST')
    expect(post?.headers).toMatchObject({ 'content-type': 'application/ocsp-request' })
    for (const name of ['origin', 'referer', 'cookie', 'accept-language']) {
      expect(post?.headers).not.toHaveProperty(name)
    }
  })
})

/** All that a request says beside the host to which it goes, which in the laboratory bears the name of the site. */
function saidIn({ path, headers }: LabRequest): string {
  const { host: _, ...others } = headers
  const decoded = Buffer.from(decodeURIComponent(path.slice(1)), 'base64').toString('latin1')
  return [path, decoded, JSON.stringify(others)].join('\n')
}
