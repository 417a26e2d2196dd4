import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verified } from '../lab/scenarios/expect.ts'
import type { Row } from '../lab/scenarios/variant.ts'
import { createTranslate } from '../../src/ui/i18n.ts'
import { getMessageIn } from '../ui/get-message.ts'
import { findViolations } from './accessibility.ts'
import type { Tab } from './firefox/tab.ts'
import { LOOKS, pictureFile, schemePrefs } from './pictures.ts'
import { setStage, type Stage } from './stage.ts'
import { askForDecision } from './visit-scenario.ts'
import { waitUntil } from './wait-until.ts'

const about = { why: 'Heartbleed', arrange: {}, expect: verified('crl'), kinds: ['public'] } as const

/** A key was stolen; the certificate is revoked for that, after another one was issued for the same key. */
const ROWS: readonly Row[] = [
  {
    row: 1,
    title: 'A stolen key',
    variants: [
      { ...about, slug: 'old', title: 'Before', leaf: { crls: ['crl'], keyGroup: 'stolen' } },
      { ...about, slug: 'new', title: 'After', leaf: { crls: ['crl'], keyGroup: 'stolen' } },
      { ...about, slug: 'sound', title: 'Another key', leaf: { crls: ['crl'] } },
    ],
  },
]

describe.each(LOOKS)(
  'a certificate with the key of one that is revoked for its theft, in $locale',
  (look) => {
    const t = createTranslate(getMessageIn(look.locale))
    let stage: Stage

    beforeAll(async () => {
      stage = await setStage({ locale: look.locale, prefs: schemePrefs(look.scheme) }, { rows: ROWS })
    })

    afterAll(() => stage.close())

    async function visit(id: string, tab?: Tab) {
      const { session } = stage
      const { url } = stage.scenario(id)
      const seen = await session.visit(url, tab ? { tab } : {})
      const decision = session.addon && (await askForDecision(session.addon, seen))
      return { tab: seen.tab, outcome: seen.outcome, verdict: decision?.verdict, source: decision?.source }
    }

    it('is not given away by a private window', async () => {
      const window = await stage.session.openTab()
      stage.scenario('old.public').behave('good', 'revoked')
      expect(await visit('old.public', await stage.session.openPrivateWindow())).toMatchObject({
        outcome: 'interstitial',
        source: 'crl',
      })
      expect(await visit('new.public', window)).toMatchObject({ outcome: 'opens', verdict: 'verified' })
      const other = await stage.session.openPrivateWindow()
      expect(await visit('new.public', other)).toMatchObject({ source: 'compromised-key' })
    })

    it('is held once that was seen', async () => {
      stage.lab.reset()
      await stage.session.addon?.ask('evidence.clear', {})
      stage.scenario('old.public').behave('good', 'revoked')
      expect(await visit('old.public')).toMatchObject({ outcome: 'interstitial', source: 'crl' })
      const { tab, ...held } = await visit('new.public')
      expect(held).toEqual({ outcome: 'interstitial', verdict: 'revoked', source: 'compromised-key' })
      expect(await tab.run(() => document.querySelector('.lead')?.textContent)).toBe(
        t('about_compromised_key'),
      )
      expect(await findViolations(tab)).toEqual([])
      await tab.screenshot(pictureFile('interstitial-stolen-key', look), { fullPage: true })
      const popup = await stage.session.openPopup(tab)
      await waitUntil(() => popup.run(() => document.querySelector('main')?.dataset['kind'] === 'checked'))
      expect(await popup.run(() => document.querySelector('.about')?.textContent)).toBe(
        t('about_compromised_key'),
      )
      expect(await findViolations(popup)).toEqual([])
      await popup.screenshot(pictureFile('popup-stolen-key', look))
      await popup.close()
    })

    it('does not touch other keys', async () => {
      expect(await visit('sound.public')).toMatchObject({ outcome: 'opens', verdict: 'verified' })
    })
  },
)
