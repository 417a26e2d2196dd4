import { render } from 'preact'
import browser, { type WebRequest } from 'webextension-polyfill'
import { cutOff } from '../../src/browser/drill/cut-off.ts'
import { PROXY } from '../../src/browser/drill/proxy-lease.ts'
import { runDrill } from '../../src/browser/drill/run-drill.ts'
import { createAloneProbe } from '../../src/browser/self-test/alone-probe.ts'
import { loadSites } from '../../src/browser/self-test/demonstration-sites.ts'
import { createConnectInFrame } from '../../src/browser/self-test/frame-connect.ts'
import { createTabLook } from '../../src/browser/self-test/tab-look.ts'
import { AccessModel } from '../../src/ui/access/model.ts'
import { systemClock } from '../../src/ui/clock.ts'
import { UiContext } from '../../src/ui/context.ts'
import { createUi } from '../../src/ui/create-ui.ts'
import { download } from '../../src/ui/download.ts'
import { DrillModel } from '../../src/ui/self-test/drill-model.ts'
import { SelfTestPage, type SelfTestActions } from '../../src/ui/self-test/page.tsx'
import { TrialsModel } from '../../src/ui/self-test/trials-model.ts'
import { createSend } from '../../src/ui/send.ts'
import bundled from './demonstration-sites.json' with { type: 'json' }

const { permissions, runtime, storage, tabs, webNavigation, webRequest } = browser
const ui = createUi((key, values) => browser.i18n.getMessage(key, values), browser.i18n.getUILanguage())
const root = document.querySelector('#root') ?? document.body
document.documentElement.lang = ui.locale
document.title = ui.t('selftest_title')

const send = createSend((message) => runtime.sendMessage(message))
const ownTab = await tabs.getCurrent()
const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    systemClock.after(ms, resolve)
  })
const probe = createAloneProbe({
  securityInfo: (requestId) =>
    webRequest.getSecurityInfo(requestId, { certificateChain: true, rawDER: true }),
  wait,
})
const connect = createConnectInFrame(probe, { document, tabId: ownTab.id ?? tabs.TAB_ID_NONE })
const tabLook = createTabLook(probe, {
  tabs,
  newWord: () => crypto.randomUUID(),
  onOpen: (tabId) => send('drill.looking', { tabId }),
  wait,
})

const documents: WebRequest.RequestFilter = { urls: ['https://*/*'], types: ['main_frame', 'sub_frame'] }
webRequest.onBeforeRequest.addListener(tabLook.onBeforeRequest, documents, ['blocking'])
webRequest.onBeforeSendHeaders.addListener(probe.onBeforeSendHeaders, documents, [
  'blocking',
  'requestHeaders',
])
webRequest.onHeadersReceived.addListener(probe.onHeadersReceived, documents, ['blocking'])
webRequest.onErrorOccurred.addListener(probe.onRequestFailed, documents)
webNavigation.onErrorOccurred.addListener(probe.onRefused)
webNavigation.onErrorOccurred.addListener(tabLook.onErrorOccurred)

const drill = new DrillModel({
  requestPermission: () => permissions.request(PROXY),
  giveBack: () => permissions.remove(PROXY),
  run: (url, onStep) =>
    runDrill(
      url,
      {
        look: tabLook.look,
        connect,
        // The namespace is there once the permission is.
        cutOff: (targets) => cutOff(browser.proxy, runtime.getURL(''), targets),
        reaches: (address) =>
          fetch(address, { cache: 'no-store', credentials: 'omit', mode: 'no-cors' }).then(
            () => true,
            () => false,
          ),
        send,
        now: systemClock.now,
      },
      onStep,
    ),
  send,
  clock: systemClock,
  onChange: show,
})

const trials = new TrialsModel({
  loadSites: () => loadSites(storage.managed, bundled.sites),
  parts: { connectAlone: connect, judge: (url) => send('self-test.judge', { url }) },
  clock: systemClock,
  version: runtime.getManifest().version,
  download,
  onChange: show,
})

const access = new AccessModel({
  permissions: permissions,
  isAllowedInPrivateWindows: () => browser.extension.isAllowedIncognitoAccess(),
  onChange: show,
})

const actions: SelfTestActions = {
  allowAccess: () => void access.request(),
  typeSite: (site) => {
    drill.type(site)
  },
  startDrill: () => void drill.start(),
  startTrials: () => void trials.start(),
  stopTrials: () => {
    trials.stop()
  },
  exportTrials: () => {
    trials.export()
  },
}

show()
access.start()
void drill.open()
void trials.open()

function show(): void {
  render(
    <UiContext.Provider value={{ ...ui, now: systemClock.now() }}>
      <SelfTestPage
        drill={drill.state}
        access={access.state}
        trials={trials.state}
        actions={actions}
        isPrivate={browser.extension.inIncognitoContext === true}
      />
    </UiContext.Provider>,
    root,
  )
}
