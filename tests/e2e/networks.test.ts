import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChromeWindow } from './firefox/chrome-window.ts'
import { setStage, type Stage } from './stage.ts'

describe('on a network that comes and goes', () => {
  let stage: Stage

  beforeAll(async () => {
    stage = await setStage()
  })

  afterAll(() => stage.close())

  it('what is held moves on by itself when the network is back, also in tabs that nobody looks at', async () => {
    const { session, lab } = stage
    lab.line.set('down')
    const site = stage.scenario('01-ocsp.public')
    const [hidden, visible] = [await session.visit(site.url), await session.visit(site.url)]
    expect([hidden.outcome, visible.outcome]).toEqual(['interstitial', 'interstitial'])
    lab.line.reset()
    const asked = lab.requests.length
    await session.chrome.run(goOffline, true)
    await session.chrome.run(goOffline, false)
    for (const { tab } of [visible, hidden]) {
      await expect.poll(() => tab.run(titleOf).catch(() => ''), { timeout: 10_000 }).toContain('lab page')
    }
    // One check for both.
    expect(lab.requests.slice(asked).filter(({ host }) => host === `ocsp-${site.host}`)).toHaveLength(1)
  })
})

// The rest is sent to Firefox as text.

function goOffline({ Services }: ChromeWindow, offline: boolean): void {
  Services.io.offline = offline
}

function titleOf(): string {
  return document.title
}
