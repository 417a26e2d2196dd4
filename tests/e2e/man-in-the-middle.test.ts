import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '../lab/lab.ts'
import type { Lab, Scenario } from '../lab/scenario.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { launchFirefox, type FirefoxSession } from './firefox/session.ts'
import { findScenario } from './stage.ts'

/**
 * The reason for it all: a certificate that its CA has revoked for key compromise, under a root that Firefox takes for
 * built in, with Firefox's own settings; and somebody on the line who lets nobody say so.
 */
describe('the man in the middle', () => {
  let lab: Lab
  let site: Scenario
  let session: FirefoxSession | undefined

  beforeAll(async () => {
    lab = await startLab({ port: 0 })
    site = findScenario(lab, '03-cut-off.public')
  })

  afterAll(() => lab.close())

  async function visit(addon?: string) {
    const { roots, names } = lab
    session = await launchFirefox({ roots, names, ...(addon === undefined ? {} : { addon }) })
    try {
      lab.reset()
      site.behave('cut-off', 'cut-off')
      const seen = await session.visit(site.url)
      const text = await seen.tab.run(() => document.body.innerText)
      return { seen, text, asked: lab.requests.map(({ host }) => host) }
    } finally {
      await session.close()
    }
  }

  it('reads along with Firefox alone: the page opens, and nobody was even asked', async () => {
    const { seen, asked } = await visit()
    expect(seen).toMatchObject({ outcome: 'opens', bodyShown: true })
    expect(asked).toEqual([])
  })

  it('meets the interstitial with Hardfail, and the body of the page was never shown', async () => {
    const { seen, text, asked } = await visit(BUILT_ADDON)
    expect(seen).toMatchObject({ outcome: 'interstitial', bodyShown: false })
    expect(text).toContain(site.host)
    expect(asked).toContain(`ocsp-${site.host}`)
    expect(asked).toContain(`crl-${site.host}`)
  })

  it('does not help against a CA that can be heard: the same page is shown to be revoked', async () => {
    const { roots, names } = lab
    session = await launchFirefox({ roots, names, addon: BUILT_ADDON })
    try {
      lab.reset()
      site.behave('revoked', 'revoked')
      const seen = await session.visit(site.url)
      expect(seen).toMatchObject({ outcome: 'interstitial', bodyShown: false })
      const marks = await seen.tab.run(() => Object.assign({}, document.querySelector('main')?.dataset))
      expect(marks).toMatchObject({ verdict: 'revoked', certificate: '0' })
    } finally {
      await session.close()
    }
  })
})
