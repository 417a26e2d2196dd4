import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTranslate } from '../../src/ui/i18n.ts'
import { getMessageIn } from '../ui/get-message.ts'
import { findViolations } from './accessibility.ts'
import { LOOKS, pictureFile, schemePrefs } from './pictures.ts'
import { setStage, type Stage } from './stage.ts'
import { waitUntil } from './wait-until.ts'

describe.each(LOOKS)('what Firefox by itself made of a certificate, in $locale', ({ locale, scheme }) => {
  const t = createTranslate(getMessageIn(locale))
  let stage: Stage

  beforeAll(async () => {
    stage = await setStage({ locale, prefs: schemePrefs(scheme) })
    await stage.session.addon?.untilOfflineData()
  })

  afterAll(() => stage.close())

  const popupOf = async (id: string) => {
    const { session } = stage
    const site = stage.scenario(id)
    stage.lab.reset()
    await site.arrange()
    const { tab } = await session.visit(site.url)
    const popup = await session.openPopup(tab)
    await waitUntil(() => popup.run(isChecked))
    return popup
  }

  it('is said in the popup where it checked nothing, though all is well', async () => {
    const popup = await popupOf('01-ocsp.public')
    expect(await popup.run(readAlone)).toEqual(['checked-nothing', t('firefox_checked_nothing')])
    expect(await findViolations(popup)).toEqual([])
    await popup.screenshot(pictureFile('popup-alone', { locale, scheme }))
    await popup.close()
  })

  it.each(['19-good.public', '01-ocsp.private'])('is not said of %s, which it could check', async (id) => {
    const popup = await popupOf(id)
    expect(await popup.run(readAlone)).toEqual([])
    await popup.close()
  })

  it('is said in the interstitial and in the popup where it let a revoked one pass', async () => {
    const { session } = stage
    const site = stage.scenario('19-revoked.public')
    const expected = ['let-it-pass', t('firefox_let_it_pass')]
    const { tab, outcome } = await session.visit(site.url)
    expect(outcome).toBe('interstitial')
    expect(await tab.run(readAlone)).toEqual(expected)
    expect(await findViolations(tab)).toEqual([])
    await tab.screenshot(pictureFile('interstitial-let-it-pass', { locale, scheme }), { fullPage: true })
    const popup = await popupOf('19-revoked.public')
    expect(await popup.run(readAlone)).toEqual(expected)
    await popup.screenshot(pictureFile('popup-let-it-pass', { locale, scheme }))
    await popup.close()
  })
})

// The rest is sent to the page as text.

function isChecked(): boolean {
  return document.querySelector('main')?.dataset['kind'] === 'checked'
}

function readAlone(): string[] {
  const found = document.querySelector<HTMLElement>('[data-alone]')
  return found === null ? [] : [found.dataset['alone'] ?? '', found.innerText]
}
