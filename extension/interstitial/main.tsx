import { render } from 'preact'
import browser from 'webextension-polyfill'
import { readInterstitialAddress } from '../../src/browser/guard/interstitial-address.ts'
import { systemClock } from '../../src/ui/clock.ts'
import { UiContext } from '../../src/ui/context.ts'
import { createUi } from '../../src/ui/create-ui.ts'
import type { InterstitialActions } from '../../src/ui/interstitial/actions.ts'
import { Framed } from '../../src/ui/interstitial/framed.tsx'
import { Interstitial } from '../../src/ui/interstitial/interstitial.tsx'
import { HeldModel } from '../../src/ui/held/model.ts'
import { showTab } from '../../src/ui/held/show-tab.ts'
import { ignoreHeldKey } from '../../src/ui/interstitial/held-key.ts'
import { InterstitialModel } from '../../src/ui/interstitial/model.ts'
import type { InterstitialState } from '../../src/ui/interstitial/state.ts'
import { titleOf } from '../../src/ui/interstitial/title.ts'
import { createSend } from '../../src/ui/send.ts'

const ui = createUi((key, values) => browser.i18n.getMessage(key, values), browser.i18n.getUILanguage())
const root = document.querySelector('#root') ?? document.body
document.documentElement.lang = ui.locale

const send = createSend((message) => browser.runtime.sendMessage(message))
const address = readInterstitialAddress(location.origin + location.pathname, location.href)
const model = new InterstitialModel({
  id: address?.id ?? '',
  page: address?.page,
  send,
  clock: systemClock,
  presence: () => {
    if (document.visibilityState !== 'visible') return 'hidden'
    return document.hasFocus() ? 'attended' : 'visible'
  },
  open: (url) => {
    location.replace(url)
  },
  onChange: show,
})

const held = new HeldModel({
  isPrivate: browser.extension.inIncognitoContext === true,
  send,
  clock: systemClock,
  isVisible: () => document.visibilityState === 'visible',
  onChange: (all) => {
    model.takeHeld(all)
  },
})

const goBack = () => {
  history.back()
}

const actions: InterstitialActions = {
  goBack: history.length > 1 ? goBack : undefined,
  closeTab: () => void closeTab(),
  retry: () => {
    model.retry()
  },
  openConsent: () => {
    model.openConsent()
  },
  closeConsent: () => {
    model.closeConsent()
  },
  chooseDuration: (duration) => {
    model.chooseDuration(duration)
  },
  typeHost: (host) => {
    model.typeHost(host)
  },
  refusePaste: () => {
    model.refusePaste()
  },
  confirm: () => void model.confirm(),
  retryAll: () => {
    held.retryAll()
  },
  showTab: (tabId) => void showTab(browser, tabId),
}

if (window.top === window.self) start()
else showFramed()

function start(): void {
  window.addEventListener('keydown', ignoreHeldKey, { capture: true })
  for (const type of ['focus', 'blur', 'visibilitychange']) {
    window.addEventListener(type, () => {
      model.look()
    })
  }
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) model.comeBack()
  })
  window.addEventListener('online', () => {
    void model.online()
  })
  document.addEventListener('visibilitychange', () => {
    held.look()
  })
  model.start()
  held.look()
}

function show(state: InterstitialState): void {
  document.title = titleOf(state, ui.t)
  render(
    <UiContext.Provider value={{ ...ui, now: state.now }}>
      <Interstitial state={state} actions={actions} />
    </UiContext.Provider>,
    root,
  )
}

/** Whoever frames this page could cover it and steer the user's clicks. */
function showFramed(): void {
  render(
    <UiContext.Provider value={{ ...ui, now: 0 }}>
      <Framed />
    </UiContext.Provider>,
    root,
  )
}

/** The last tab of a window takes the window with it: leave an empty one in its place. */
async function closeTab(): Promise<void> {
  const tab = await browser.tabs.getCurrent()
  if (tab.id === undefined) return
  const tabs = await browser.tabs.query({ currentWindow: true })
  if (tabs.length === 1) await browser.tabs.create({})
  await browser.tabs.remove(tab.id)
}
