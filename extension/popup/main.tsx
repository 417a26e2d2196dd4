import { render } from 'preact'
import browser from 'webextension-polyfill'
import { AccessModel } from '../../src/ui/access/model.ts'
import { systemClock } from '../../src/ui/clock.ts'
import { UiContext } from '../../src/ui/context.ts'
import { download } from '../../src/ui/download.ts'
import { createUi } from '../../src/ui/create-ui.ts'
import { HeldModel } from '../../src/ui/held/model.ts'
import { showTab } from '../../src/ui/held/show-tab.ts'
import { PopupModel, type PopupState } from '../../src/ui/popup/model.ts'
import { Popup, type PopupActions } from '../../src/ui/popup/popup.tsx'
import { createSend } from '../../src/ui/send.ts'

const ui = createUi((key, values) => browser.i18n.getMessage(key, values), browser.i18n.getUILanguage())
const root = document.querySelector('#root') ?? document.body
document.documentElement.lang = ui.locale
document.title = ui.t('popup_title')

const send = createSend((message) => browser.runtime.sendMessage(message))
const model = new PopupModel({
  tabId: findTabId(),
  send,
  clock: systemClock,
  download,
  onChange: show,
})

const access = new AccessModel({
  permissions: browser.permissions,
  isAllowedInPrivateWindows: () => browser.extension.isAllowedIncognitoAccess(),
  onChange: () => {
    show(model.state)
  },
})

const held = new HeldModel({
  isPrivate: browser.extension.inIncognitoContext === true,
  send,
  clock: systemClock,
  isVisible: () => true,
  onChange: (all) => {
    model.takeHeld(all)
  },
})

const SELF_TEST = browser.runtime.getURL('extension/selftest/index.html')

const actions: PopupActions = {
  checkAgain: () => void model.checkAgain(),
  exportEvidence: () => void model.exportEvidence(),
  endException: () => void model.endException(),
  openOptions: () => void browser.runtime.openOptionsPage().then(closePopup),
  openSelfTest: () => void browser.tabs.create({ url: SELF_TEST }).then(closePopup),
  allowAccess: () => void access.request(),
  copy: (text) => navigator.clipboard.writeText(text),
  retryAll: () => {
    held.retryAll()
  },
  showTab: (tabId) => void showTab(browser, tabId).then(closePopup),
}

model.start()
access.start()
held.start()

function show(state: PopupState): void {
  render(
    <UiContext.Provider value={{ ...ui, now: state.now }}>
      <Popup state={state} access={access.state} actions={actions} />
    </UiContext.Provider>,
    root,
  )
}

/** `?tab=<id>` where the popup is opened as a page. */
async function findTabId(): Promise<number> {
  const wanted = new URLSearchParams(location.search).get('tab')
  if (wanted !== null) return Number(wanted)
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true })
  return tab?.id ?? browser.tabs.TAB_ID_NONE
}

function closePopup(): void {
  window.close()
}
