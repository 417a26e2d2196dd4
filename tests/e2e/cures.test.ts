import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Scenario } from '../lab/scenario.ts'
import { missingServers } from '../lab/scenarios/playable.ts'
import { EVERY_ROW } from '../lab/scenarios/rows.ts'
import { shakeHands } from '../lab/visitor.ts'
import type { FirefoxSession } from './firefox/session.ts'
import { setStage, type Stage } from './stage.ts'
import { askForDecision } from './visit-scenario.ts'
import { waitUntil } from './wait-until.ts'

const isMissing = missingServers(EVERY_ROW).includes('apache')

describe.skipIf(isMissing)(
  'what the popup tells an administrator (skipped where there is no Apache httpd)',
  () => {
    let stage: Stage
    let session: FirefoxSession

    beforeAll(async () => {
      stage = await setStage({}, { rows: EVERY_ROW })
      session = stage.session
    })

    afterAll(() => stage.close())

    /** Presses the popup's button for it, and takes what is on the clipboard then. */
    async function copyFromPopup(site: Scenario, recipe: string): Promise<string> {
      const refused = await session.visit(site.url)
      expect(refused.outcome).toBe('firefox-error')
      const tabId = (await session.addon?.tabId(refused.tab)) ?? -1
      const popup = await session.addon?.openPage(`extension/popup/index.html?tab=${tabId}`)
      if (popup === undefined) throw new Error('the popup did not open')
      await waitUntil(() => popup.run(showRecipe, recipe))
      await popup.press('\uE007')
      await waitUntil(() => popup.run(isCopied, recipe))
      const copied = await session.chrome.run((window) => window.navigator.clipboard.readText())
      await popup.close()
      return copied
    }

    const visited = async (site: Scenario) => {
      const visit = await session.visit(site.url)
      const decision = session.addon && (await askForDecision(session.addon, visit))
      return { outcome: visit.outcome, error: visit.error, source: decision?.source }
    }

    it('cures Apache of stapling errors: the page opens, though the responder is still down', async () => {
      const site = stage.scenario('13-apache-try-later.private')
      await site.arrange()
      expect((await visited(site)).error).toBe('SEC_ERROR_OCSP_TRY_SERVER_LATER')
      await site.reconfigure?.(await copyFromPopup(site, 'apache-errors'))
      expect(await visited(site)).toEqual({ outcome: 'opens', source: 'crl' })
    })

    it('makes a good answer outlast an outage of the responder, which Firefox forgives nobody under security.OCSP.require', async () => {
      const site = stage.scenario('13-apache-try-later.public')
      await session.chrome.setPref('security.OCSP.require', true)
      await site.arrange()
      expect((await visited(site)).error).toBe('SEC_ERROR_OCSP_SERVER_ERROR')
      site.behave('good', 'good')
      await site.reconfigure?.(await copyFromPopup(site, 'apache-errors'))
      expect((await shakeHands(stage.lab, site)).staple).toBeDefined()
      site.behave('cut-off', 'good')
      // Longer than its configuration had it before.
      await sleep(1_500)
      expect(await visited(site)).toEqual({ outcome: 'opens', source: 'crl' })
      await session.chrome.setPref('security.OCSP.require', null)
    })

    it('has mod_md staple what a certificate demands', async () => {
      const site = stage.scenario('13-apache-missing.private')
      await site.arrange()
      expect((await visited(site)).error).toBe('MOZILLA_PKIX_ERROR_REQUIRED_TLS_FEATURE_MISSING')
      await site.reconfigure?.(await copyFromPopup(site, 'apache-md'))
      await waitUntil(async () => (await shakeHands(stage.lab, site)).staple !== undefined)
      expect(await visited(site)).toEqual({ outcome: 'opens', source: 'ocsp' })
    })
  },
)

// The rest is sent to the popup as text.

/** Opens what stands around the button and puts the focus on it. */
function showRecipe(recipe: string): boolean {
  for (const details of document.querySelectorAll('details')) details.open = true
  const button = document.querySelector<HTMLElement>(`[data-recipe="${recipe}"] button`)
  button?.focus()
  return button !== null && document.activeElement === button
}

function isCopied(recipe: string): boolean {
  return document.querySelector<HTMLElement>(`[data-recipe="${recipe}"] output`)?.innerText !== ''
}
