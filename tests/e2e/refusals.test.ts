import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NSS_ERRORS } from '../../src/browser/surface/nss-errors.ts'
import { createTranslate, keyOf } from '../../src/ui/i18n.ts'
import { getMessageIn } from '../ui/get-message.ts'
import { findViolations } from './accessibility.ts'
import { readNssErrors } from './firefox/nss-errors.ts'
import type { Popup } from './firefox/popup.ts'
import type { Tab } from './firefox/tab.ts'
import { readToolbarButton } from './firefox/toolbar-button.ts'
import { LOOKS, pictureFile, schemePrefs } from './pictures.ts'
import { setStage, type Stage } from './stage.ts'
import { waitUntil } from './wait-until.ts'

const REFUSED = [
  ['02-ocsp.private', 'revoked'],
  ['08-unknown.private', 'unknown-certificate'],
  ['13-missing.public', 'staple-missing'],
  ['13-staple-try-later.private', 'try-later'],
  ['17-wrong-host.public', 'wrong-host'],
] as const

describe.each(LOOKS)('the popup in $locale, $scheme', ({ locale, scheme }) => {
  const t = createTranslate(getMessageIn(locale))
  const picture = (name: string) => pictureFile(name, { locale, scheme })
  let stage: Stage

  beforeAll(async () => {
    stage = await setStage({ locale, prefs: schemePrefs(scheme) })
  })

  afterAll(() => stage.close())

  async function arrive(id: string): Promise<Tab> {
    const site = stage.scenario(id)
    stage.lab.reset()
    await site.arrange()
    return (await stage.session.visit(site.url)).tab
  }

  async function popupOver(tab: Tab, kind: 'checked' | 'refused'): Promise<Popup> {
    const popup = await stage.session.openPopup(tab)
    await waitUntil(() => popup.run(isOfKind, kind))
    return popup
  }

  it.each(REFUSED)('explains why Firefox itself refused %s', async (id, refusal) => {
    const { session } = stage
    const tab = await arrive(id)
    const title = t('toolbar_refused', { what: t(keyOf('refusal', refusal)) })
    await waitUntil(async () => (await readToolbarButton(session.chrome, tab)).title === title)
    const popup = await popupOver(tab, 'refused')
    expect(await popup.run(readRefusal)).toMatchObject({
      refusal,
      grounds: t(keyOf('refusal', refusal)),
      hasCures: true,
    })
    await popup.screenshot(picture(`popup-refused-${refusal}`))
    await popup.run(openAll)
    expect(await findViolations(popup)).toEqual([])
    await popup.screenshot(picture(`popup-refused-${refusal}-open`))
    await popup.close()
  })

  it.each(['16-static-rsa.public', '16-static-rsa.private'])(
    'says of %s that it has no forward secrecy, and what that means',
    async (id) => {
      const popup = await popupOver(await arrive(id), 'checked')
      expect(await popup.run(readConnection)).toMatchObject({
        verdict: 'verified',
        secrecy: 'no',
        isOpen: true,
        note: t('secrecy_no_about'),
      })
      expect(await findViolations(popup)).toEqual([])
      await popup.screenshot(picture('popup-no-secrecy'))
      await popup.close()
    },
  )

  it.each([
    ['01-ocsp.public', 'hidden'],
    ['01-ocsp.private', 'none-good'],
    ['13-stapled.public', 'sent'],
  ])('says of the staple of %s what can be known: %s', async (id, stapling) => {
    const popup = await popupOver(await arrive(id), 'checked')
    const told = await popup.run(readConnection)
    // What Firefox refused above has told how it is set.
    expect([stapling, `surely-${stapling}`]).toContain(told.stapling)
    expect(told).toMatchObject({ secrecy: 'yes', isOpen: false })
    await popup.run(openAll)
    await popup.screenshot(picture(`popup-connection-${stapling}`))
    await popup.close()
  })

  it('knows the errors by the numbers and names that this Firefox has for them', async () => {
    const ours = NSS_ERRORS.filter(({ name }) => name !== UNNAMED).map(({ code, name }) => ({ code, name }))
    expect(await readNssErrors(stage.session.chrome, ours)).toEqual(ours)
  })
})

/** Firefox has its text elsewhere. */
const UNNAMED = 'MOZILLA_PKIX_ERROR_MITM_DETECTED'

// The rest is sent to the popup as text.

function isOfKind(kind: string): boolean {
  return document.querySelector('main')?.dataset['kind'] === kind
}

function readRefusal() {
  return {
    refusal: document.querySelector('main')?.dataset['refusal'],
    grounds: document.querySelector<HTMLElement>('.grounds')?.innerText,
    hasCures: document.querySelectorAll('.cures li').length > 0,
  }
}

function readConnection() {
  const details = document.querySelector<HTMLDetailsElement>('#connection')
  return {
    verdict: document.querySelector('main')?.dataset['verdict'],
    secrecy: details?.dataset['secrecy'],
    isOpen: details?.open,
    note: details?.querySelector('.fact-note')?.textContent,
    stapling: details?.querySelector<HTMLElement>('[data-stapling]')?.dataset['stapling'],
  }
}

function openAll(): void {
  for (const details of document.querySelectorAll('details')) details.open = true
}
