import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setStage, type Stage } from './stage.ts'
import { visitScenario } from './visit-scenario.ts'

/** CRLs and responders cannot be asked then: they speak http, and Firefox asks over https. */
describe("in Firefox's HTTPS-Only Mode", () => {
  let stage: Stage

  beforeAll(async () => {
    stage = await setStage({ prefs: { 'dom.security.https_only_mode': true } })
    await stage.session.addon?.untilOfflineData()
  })

  afterAll(() => stage.close())

  const visit = async (id: string) => {
    const { session, lab } = stage
    return visitScenario(session, lab, stage.scenario(id), await session.openWindow())
  }

  it('certificates that CRLite covers are verified, and revoked ones held back', async () => {
    const good = await visit('19-good.public')
    expect(good.decision).toMatchObject({ verdict: 'verified', source: 'crlite' })
    const revoked = await visit('19-revoked.public')
    expect([revoked.outcome, revoked.decision?.verdict]).toEqual(['interstitial', 'revoked'])
  })

  it.each(['01-ocsp.public', '05-good.public'])('for others (%s) the cause is that mode', async (id) => {
    const seen = await visit(id)
    expect(seen.outcome).toBe('interstitial')
    expect(seen.decision).toMatchObject({ verdict: 'unverified', cause: 'https-only-mode' })
  })

  it('the interstitial says what to do about it', async () => {
    const { session } = stage
    const { tab } = await session.visit(stage.scenario('01-ocsp.public').url)
    await expect.poll(() => tab.run(textOf, '.cure')).toContain('HTTPS-Only Mode')
  })
})

// Sent to the page as text.
function textOf(selector: string): string {
  return document.querySelector(selector)?.textContent ?? ''
}
