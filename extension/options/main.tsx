import { render } from 'preact'
import browser from 'webextension-polyfill'
import { AccessModel } from '../../src/ui/access/model.ts'
import { systemClock } from '../../src/ui/clock.ts'
import { UiContext } from '../../src/ui/context.ts'
import { download } from '../../src/ui/download.ts'
import { createUi } from '../../src/ui/create-ui.ts'
import { FirefoxPanelModel } from '../../src/ui/options/firefox/model.ts'
import { OptionsModel } from '../../src/ui/options/model.ts'
import { Options, type OptionsActions } from '../../src/ui/options/options.tsx'
import { createSend } from '../../src/ui/send.ts'

const ui = createUi((key, values) => browser.i18n.getMessage(key, values), browser.i18n.getUILanguage())
const root = document.querySelector('#root') ?? document.body
document.documentElement.lang = ui.locale
document.title = ui.t('options_title')
const isWelcome = location.hash === '#welcome'

const send = createSend((message) => browser.runtime.sendMessage(message))

const firefox = new FirefoxPanelModel({
  send,
  clock: systemClock,
  buildId: async () => (await browser.runtime.getBrowserInfo()).buildID,
  onChange: () => {
    show()
  },
})

const model = new OptionsModel({
  send,
  clock: systemClock,
  download,
  onChange: () => {
    show()
  },
})

const access = new AccessModel({
  permissions: browser.permissions,
  isAllowedInPrivateWindows: () => browser.extension.isAllowedIncognitoAccess(),
  onChange: () => {
    show()
  },
})

const actions: OptionsActions = {
  allowAccess: () => void access.request(),
  setLevel: (level) => void model.setLevel(level),
  setDuration: (duration) => void model.setDuration(duration),
  setBeforeSending: (choice) => void model.setBeforeSending(choice),
  setSourceOrder: (order) => void model.setSourceOrder(order),
  setMaxCrlBytes: (bytes) => void model.setMaxCrlBytes(bytes),
  setOfflineData: (isOn) => void model.setOfflineData(isOn),
  updateOffline: () => void model.updateOffline(),
  typeSeconds: (field, text) => {
    model.typeSeconds(field, text)
  },
  setSeconds: (field, text) => void model.setSeconds(field, text),
  changeException: (id, duration) => void model.changeException(id, duration),
  removeException: (id) => void model.removeException(id),
  clearExceptions: () => void model.clearExceptions(),
  exportIncidents: () => {
    model.exportIncidents()
  },
  clearIncidents: () => void model.clearIncidents(),
  clearEvidence: () => void model.clearEvidence(),
  checkText: (text) => void firefox.check(text),
  checkFile: (file) => void firefox.checkFile(file),
  copy: (text) => navigator.clipboard.writeText(text),
  forgetFirefox: () => void firefox.forget(),
}

show()
void model.start()
access.start()
void firefox.start()

function show(): void {
  const { state } = model
  render(
    <UiContext.Provider value={{ ...ui, now: state.now }}>
      <Options
        state={state}
        firefox={firefox.state}
        access={access.state}
        actions={actions}
        isWelcome={isWelcome}
      />
    </UiContext.Provider>,
    root,
  )
}
