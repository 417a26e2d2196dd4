import { render } from 'preact'
import browser from 'webextension-polyfill'
import { systemClock } from '../../src/ui/clock.ts'
import { UiContext } from '../../src/ui/context.ts'
import { download } from '../../src/ui/download.ts'
import { createUi } from '../../src/ui/create-ui.ts'
import { OptionsModel, type OptionsState } from '../../src/ui/options/model.ts'
import { Options, type OptionsActions } from '../../src/ui/options/options.tsx'
import { createSend } from '../../src/ui/send.ts'

const ui = createUi((key, values) => browser.i18n.getMessage(key, values), browser.i18n.getUILanguage())
const root = document.querySelector('#root') ?? document.body
document.documentElement.lang = ui.locale
document.title = ui.t('options_title')
const isWelcome = location.hash === '#welcome'

const model = new OptionsModel({
  send: createSend((message) => browser.runtime.sendMessage(message)),
  clock: systemClock,
  download,
  onChange: show,
})

const actions: OptionsActions = {
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
  removeException: (id) => void model.removeException(id),
  exportIncidents: () => {
    model.exportIncidents()
  },
  clearIncidents: () => void model.clearIncidents(),
  clearEvidence: () => void model.clearEvidence(),
}

show(model.state)
void model.start()

function show(state: OptionsState): void {
  render(
    <UiContext.Provider value={{ ...ui, now: state.now }}>
      <Options state={state} actions={actions} isWelcome={isWelcome} />
    </UiContext.Provider>,
    root,
  )
}
