import browser, { type WebRequest } from 'webextension-polyfill'
import { isReport } from '../src/policy/report-shape.ts'
import { isFlag, isListOf, isNumber, isText } from '../src/policy/shape.ts'
import { createRunningChecks } from '../src/policy/running-checks.ts'
import { createStandingVerdicts } from '../src/policy/standing-verdicts.ts'
import { createAwake } from '../src/browser/awake.ts'
import { createCaptivePortal } from '../src/browser/captive-portal.ts'
import { createChainStore, type KeptChain } from '../src/browser/check/chain-store.ts'
import { createChecker } from '../src/browser/check/checker.ts'
import { createClockWatch } from '../src/browser/clock-watch.ts'
import { createBackground } from '../src/browser/background.ts'
import { NO_DOCUMENTS } from '../src/browser/documents/no-documents.ts'
import { createDrillHandlers } from '../src/browser/drill/drill-handlers.ts'
import { createDrillMemory, isAsked, isMetSite, type MetSite } from '../src/browser/drill/drill-memory.ts'
import { createGuardInDrill } from '../src/browser/drill/guard-in-drill.ts'
import { createProxyLease } from '../src/browser/drill/proxy-lease.ts'
import { dropEnded } from '../src/browser/documents/drop-ended.ts'
import { createIndexedDocuments } from '../src/browser/documents/indexed-documents.ts'
import { createLargeDocuments } from '../src/browser/documents/large-documents.ts'
import { createPrivateDocuments, type EncodedDocument } from '../src/browser/documents/private-documents.ts'
import { rememberLarge } from '../src/browser/documents/remembered-documents.ts'
import { timelyDocuments } from '../src/browser/documents/timely-documents.ts'
import { createKnownSettings } from '../src/browser/firefox-settings/known-settings.ts'
import { type Clearance, createCheckBeforeSending } from '../src/browser/guard/check-before-sending.ts'
import { createCover } from '../src/browser/guard/cover.ts'
import { createGuard } from '../src/browser/guard/guard.ts'
import { createJudgeOpenPages } from '../src/browser/guard/judge-open-pages.ts'
import { createProbe } from '../src/browser/guard/probe.ts'
import { refusing } from '../src/browser/guard/refusing.ts'
import type { Sighting } from '../src/browser/guard/sighting.ts'
import type { Hold } from '../src/browser/guard/hold.ts'
import { createHolds } from '../src/browser/guard/holds.ts'
import { readInterstitialAddress } from '../src/browser/guard/interstitial-address.ts'
import { createRetry } from '../src/browser/guard/retry.ts'
import { createKeyLedger } from '../src/browser/keys/key-ledger.ts'
import { createKeys } from '../src/browser/keys/keys.ts'
import { mayUseNetwork } from '../src/browser/network.ts'
import { setAlarm } from '../src/browser/renewal/alarm.ts'
import { createNoteIncidents } from '../src/browser/surface/note-incidents.ts'
import { createOfflineHandlers } from '../src/browser/surface/offline-handlers.ts'
import { createOffline } from '../src/browser/remote-settings/offline.ts'
import { createRenewal } from '../src/browser/renewal/renewal.ts'
import { createOnWindowClosed } from '../src/browser/private-windows.ts'
import { createCheckName } from '../src/browser/retrieval/check-name.ts'
import { readLocalNames } from '../src/browser/retrieval/local-names.ts'
import { createOwnRequests } from '../src/browser/retrieval/own-requests.ts'
import { createRetrieve } from '../src/browser/retrieval/retrieve.ts'
import { createJudgeSite } from '../src/browser/self-test/judge-site.ts'
import { createNetworkSources } from '../src/browser/sources/network-sources.ts'
import { createExceptionStore } from '../src/browser/storage/exception-store.ts'
import { createIncidentLog } from '../src/browser/storage/incident-log.ts'
import {
  isClearance,
  isEncodedDocument,
  isHold,
  isKeptChain,
  isPageRecord,
} from '../src/browser/storage/record-shapes.ts'
import { createSessionTable } from '../src/browser/storage/session-table.ts'
import { createSettingsStore } from '../src/browser/storage/settings-store.ts'
import { timelyStorage } from '../src/browser/storage/timely-storage.ts'
import { displayOf } from '../src/browser/surface/face.ts'
import { createFirefoxHandlers } from '../src/browser/surface/firefox-handlers.ts'
import { createHandlers } from '../src/browser/surface/handlers.ts'
import { createMessageRouter } from '../src/browser/surface/message-router.ts'
import type { PageRecord } from '../src/browser/surface/page-record.ts'
import { createPages } from '../src/browser/surface/pages.ts'
import { createRecheck } from '../src/browser/surface/recheck.ts'
import { createUnseenPages } from '../src/browser/surface/unseen-pages.ts'
import { createToolbar } from '../src/browser/surface/toolbar.ts'
import { shortDigest } from '../src/pki/short-digest.ts'
import { createTranslate } from '../src/ui/i18n.ts'
import { toolbarTitle } from '../src/ui/toolbar-title.ts'
import { systemClock as clock } from '../src/browser/system-clock.ts'
import type { Asked } from '../src/policy/drill/observation.ts'
import { isKnownKey, type KnownKey } from '../src/policy/known-key.ts'
import type { ChainReport } from '../src/policy/report.ts'

const {
  action,
  alarms,
  captivePortal,
  dns,
  permissions,
  runtime,
  scripting,
  storage,
  tabs,
  webNavigation,
  webRequest,
  windows,
} = browser
const { local } = storage
const session = timelyStorage(storage.session, clock)
const crypto = globalThis.crypto.subtle
const origin = runtime.getURL('')
/** What can send more than that it wants something. */
const SENDERS: WebRequest.ResourceType[] = [
  'main_frame',
  'sub_frame',
  'object',
  'xmlhttprequest',
  'beacon',
  'ping',
  'csp_report',
  'websocket',
  'other',
]
const RENEWAL_ALARM = 'renewal'
const UPDATE_ALARM = 'update'
const RETRY_ALARM = 'retry'
const newId = () => globalThis.crypto.randomUUID()
const chance = () => Math.random()
const options = runtime.getURL('extension/options/index.html')
const interstitial = runtime.getURL('extension/interstitial/index.html')
const selfTest = runtime.getURL('extension/selftest/index.html')

// What is kept, and where.
const disk = timelyDocuments(rememberLarge(createIndexedDocuments(clock.now), createLargeDocuments()), clock)
const inMemory = createPrivateDocuments(
  disk,
  createSessionTable<EncodedDocument>(session, 'private-document', 100, isEncodedDocument),
  createLargeDocuments(),
)
const documents = (isPrivate: boolean) => (isPrivate ? inMemory : disk)
const settings = createSettingsStore(local)
const exceptions = createExceptionStore({ local, session }, clock.now)
const incidentLog = createIncidentLog(local)
const chains = createChainStore(createSessionTable<KeptChain>(session, 'chain', 300, isKeptChain))
const largeCrls = createSessionTable<number>(session, 'large-crl', 200, isNumber)
const holdTable = createSessionTable<Hold>(session, 'hold', 300, isHold)

// What is asked.
const ownRequests = createOwnRequests({
  checkName: createCheckName({
    resolve: async (host) => (await dns.resolve(host)).addresses,
    localNames: () => readLocalNames(storage.managed),
  }),
  onHttp: (wasUpgraded) => firefox.onOwnRequest(wasUpgraded),
})
const retrieve = createRetrieve({
  fetch: (...request) => fetch(...request),
  ownRequests,
  captivePortal: createCaptivePortal(captivePortal),
  clock,
})
const awake = createAwake(() => runtime.getPlatformInfo())
const errands = createBackground({ awake, clock })

// How Firefox itself is set, as far as it lets itself be known.
const firefox = createKnownSettings({
  local,
  session,
  managed: storage.managed,
  clock,
  crypto: shortDigest,
  chains,
  newSecret: newId,
  isPrivateTab: async (tabId) => (await tabs.get(tabId)).incognito,
})

// What is known without asking anybody about anything.
const offline = createOffline({
  fetch: (...request) => fetch(...request),
  clock,
  crypto,
  isOnline: () => navigator.onLine,
  browserVersion: async () => Number.parseInt((await runtime.getBrowserInfo()).version, 10),
  managed: storage.managed,
  alarms,
  alarm: UPDATE_ALARM,
  awake,
  isOn: async () => (await settings.load()).offlineData,
  onUpdated: () => checker.forgetAll(),
})

// What is asked over the network.
const networkParts = {
  clock,
  crypto,
  documents,
  retrieve,
  maxBytes: async () => (await settings.load()).maxCrlBytes,
  large: largeCrls,
  background: errands,
  onDelta: () => checker.forgetAll(),
}
const network = createNetworkSources(networkParts)

// What is remembered of keys.
const ledger = createKeyLedger({
  keys: createSessionTable<KnownKey>(local, 'key', 1_000, isKnownKey),
  stolen: createSessionTable<KnownKey>(local, 'stolen-key', 300, isKnownKey),
  privateKeys: createSessionTable<KnownKey>(session, 'private-key', 200, isKnownKey),
  names: createSessionTable<string>(session, 'key-name', 500, isText),
  asked: createSessionTable<number>(session, 'key-asked', 300, isNumber),
  now: clock.now,
})
const keys = createKeys({
  ledger,
  sources: [network.crl, network.ocsp],
  background: errands,
  clock,
  onLearned: () => checker.forgetAll(),
})
const [crl, ocsp] = [keys.overhear(network.crl), keys.overhear(network.ocsp)]
const checker = createChecker({
  sources: ({ sourceOrder }) => [
    ...offline.sources,
    keys.source,
    ...(sourceOrder === 'crl-first' ? [crl, ocsp] : [ocsp, crl]),
  ],
  clock,
  awake,
  standing: createStandingVerdicts(),
  running: createRunningChecks(),
  released: createSessionTable<ChainReport>(session, 'released', 100, isReport),
})

// What is renewed while nobody waits for it.
const renew = createRenewal({
  documents: disk,
  sources: [crl, ocsp],
  settings,
  background: errands,
  clock,
  mayUseNetwork: () => mayUseNetwork(navigator),
  onRenewed: () => checker.forgetAll(),
})

// What is shown.
const translate = createTranslate((key, values) => browser.i18n.getMessage(key, values))
const toolbar = createToolbar(action, (display) => toolbarTitle(translate, display))
const pages = createPages({
  table: createSessionTable<PageRecord>(session, 'page', 500, isPageRecord),
  holdAt: async (url) => {
    const address = readInterstitialAddress(interstitial, url)
    return address === undefined ? undefined : holdTable.find(address.id)
  },
  onChange: (tabId, record) => void toolbar.show(tabId, displayOf(record)),
  onUnseen: (tabId, url, last) => unseenPages.onUnseen(tabId, url, last),
})
const incidents = createNoteIncidents({ log: incidentLog, newId, now: clock.now })
const cover = createCover({ tabs, scripting, interstitial, clock })
const holds = createHolds({
  table: holdTable,
  checker,
  chains,
  exceptions,
  settings,
  clock,
  newId,
  chance,
  showInterstitial: cover.show,
  letGo: async ({ tabId, url }) => {
    await tabs.update(tabId, { url, loadReplace: true })
  },
  onChange: (hold) => {
    void pages.onHoldChange(hold)
    void retry.onHeld()
  },
  onSettled: incidents.onSettled,
  onContinued: incidents.onContinued,
})
const retry = createRetry({
  holds,
  shown: async () => {
    const open = await tabs.query({ url: `${interstitial}*` })
    return open.flatMap(({ url = '' }) => new URL(url).searchParams.get('id') ?? [])
  },
  checker,
  chains,
  settings,
  alarms,
  alarm: RETRY_ALARM,
  clock,
  awake,
  chance,
})

// What is held back.
const securityInfo = (requestId: string, { chain }: { chain: boolean }) =>
  webRequest.getSecurityInfo(requestId, chain ? { certificateChain: true, rawDER: true } : {})
const isHeldPage = ({ action, request }: Sighting) => action === 'held' && request.role === 'page'
const holdIfHeld = (sighting: Sighting): void => {
  incidents.onSighting(sighting)
  // It rejects where the tab was closed meanwhile: then there is nobody to show it to.
  if (isHeldPage(sighting)) holds.open(sighting).catch(() => undefined)
}
const drillMemory = createDrillMemory({
  met: createSessionTable<readonly MetSite[]>(session, 'drill-met', 1, isListOf(isMetSite)),
  asked: createSessionTable<Asked>(session, 'drill-asked', 50, isAsked),
})
const onSighting = (sighting: Sighting): void => {
  if (isHeldPage(sighting)) cover.onRefusal(sighting.request.tabId)
  pages.onSighting(sighting)
  firefox.onSighting(sighting)
  drillMemory.onSighting(sighting)
  holdIfHeld(sighting)
}
const guardParts = { settings, exceptions, checker, chains, awake, clock, onSighting }
const guard = createGuard({ ...guardParts, securityInfo })
const probe = createProbe({
  clock,
  fetch: (...request) => fetch(...request),
  securityInfo: (requestId) => securityInfo(requestId, { chain: true }),
})
const cleared = createSessionTable<Clearance>(session, 'cleared', 500, isClearance)
const clearedInPrivate = createSessionTable<Clearance>(session, 'cleared-private', 100, isClearance)
const checkBeforeSending = createCheckBeforeSending({
  ...guardParts,
  probe,
  cleared: (isPrivate) => (isPrivate ? clearedInPrivate : cleared),
})
const getTab = (tabId: number) => tabs.get(tabId)
const judgeOpenPages = createJudgeOpenPages({
  ...guardParts,
  probe,
  getTab,
  onSighting: (sighting) => {
    void pages.onJudged(sighting)
    holdIfHeld(sighting)
  },
})
const unseenPages = createUnseenPages({
  pages,
  checker,
  settings,
  judge: judgeOpenPages,
  getTab,
  openTabs: () => tabs.query({ url: 'https://*/*' }),
  tried: createSessionTable<boolean>(session, 'tried', 500, isFlag),
})
const onWindowClosed = createOnWindowClosed({
  openWindows: () => windows.getAll(),
  memories: [
    checker,
    chains,
    exceptions,
    unseenPages,
    ledger,
    ...[inMemory, clearedInPrivate, largeCrls].map((kept) => ({ forgetPrivate: () => kept.clear() })),
  ],
})

// What is tried out at the user's wish.
const withoutStore = createNetworkSources({ ...networkParts, documents: () => NO_DOCUMENTS })
const proxyLease = createProxyLease({
  permissions,
  tabs,
  openPages: async () =>
    (await runtime.getContexts({ contextTypes: ['TAB'] })).map(({ documentUrl }) => documentUrl),
  page: selfTest,
  clock,
  awake,
})
const drill = createDrillHandlers({
  memory: drillMemory,
  chains,
  noteSignal: firefox.note,
  onLooking: proxyLease.onLooking,
  check: createGuardInDrill({
    settings,
    clock,
    awake,
    offline: offline.sources,
    network: [withoutStore.crl, withoutStore.ocsp],
    stored: [crl, ocsp],
  }),
})
const judgeSite = createJudgeSite({ checker, chains, clock, probe, settings, awake })

// What comes to life again when the clock is set back.
const clockWatch = createClockWatch({
  clock,
  session,
  async onSetBack(latest) {
    offline.keepUpdated.run('scheduled')
    const cleanings = [cleared.clear(), clearedInPrivate.clear(), inMemory.clear(), dropEnded(disk, latest)]
    await Promise.all([checker.forgetAll(), exceptions.endBefore(latest), ...cleanings])
  },
})

// Every listener, at once: Firefox wakes the event page for those alone that its first run registered.
const isOwn = ({ originUrl, tabId }: { originUrl?: string; tabId: number }): boolean =>
  tabId === -1 && originUrl?.startsWith(origin) === true
/** The page that tries sites out opens them in frames, to see what Firefox alone makes of them; it breaks each off itself. */
const isTrial = ({ type, documentUrl }: { type: string; documentUrl?: string }): boolean =>
  type === 'sub_frame' && documentUrl?.startsWith(selfTest) === true
// The number of no tab: what pages load never comes by here.
const own: WebRequest.RequestFilter = { urls: ['<all_urls>'], types: ['xmlhttprequest'], tabId: -1 }

webRequest.onHeadersReceived.addListener(
  refusing((details) => (isOwn(details) || isTrial(details) ? {} : clockWatch.first(() => guard(details)))),
  { urls: ['https://*/*', 'wss://*/*'] },
  ['blocking'],
)
webRequest.onBeforeRequest.addListener(
  refusing((details) =>
    isOwn(details) || isTrial(details) ? {} : clockWatch.first(() => checkBeforeSending(details)),
  ),
  { urls: ['https://*/*', 'wss://*/*'], types: SENDERS },
  ['blocking'],
)
webRequest.onBeforeRequest.addListener((details) => {
  if (isOwn(details)) ownRequests.onBeforeRequest(details)
}, own)
webRequest.onBeforeSendHeaders.addListener(
  refusing((details) => (isOwn(details) ? ownRequests.onBeforeSendHeaders(details) : {})),
  own,
  ['blocking', 'requestHeaders'],
)
webRequest.onHeadersReceived.addListener(
  refusing((details) =>
    isOwn(details) ? (probe.onHeadersReceived(details) ?? ownRequests.onHeadersReceived(details)) : {},
  ),
  own,
  ['blocking', 'responseHeaders'],
)
webRequest.onErrorOccurred.addListener((details) => {
  if (isOwn(details)) ownRequests.onErrorOccurred(details)
}, own)
webNavigation.onCommitted.addListener((details) => {
  cover.onCommitted(details)
  void pages.onCommitted(details)
})
webNavigation.onErrorOccurred.addListener((details) => {
  pages.onRefused(details)
  firefox.onRefused(details)
})
alarms.onAlarm.addListener(({ name }) => {
  if (name === RENEWAL_ALARM) renew()
  if (name === UPDATE_ALARM) offline.keepUpdated.run('scheduled')
  if (name === RETRY_ALARM) void retry.onDue()
})
globalThis.addEventListener('online', () => void retry.onNetworkBack())
runtime.onStartup.addListener(() => void firefox.onStartup())
captivePortal.onStateChanged.addListener(({ state }) => {
  if (state !== 'locked_portal') void retry.onNetworkBack()
})
runtime.onInstalled.addListener(({ reason, temporary }) => {
  // What is downloaded from whom is said at once; whoever works on the add-on knows.
  if (reason === 'install' && !temporary) void tabs.create({ url: `${options}#welcome` })
})
permissions.onAdded.addListener(() => void proxyLease.lookAfter())
void proxyLease.lookAfter()
void offline.keepUpdated.start()
void unseenPages.judgeAll()
void setAlarm(alarms, RENEWAL_ALARM, { delayInMinutes: 1, periodInMinutes: 60 })
tabs.onRemoved.addListener((tabId) => {
  void pages.onTabRemoved(tabId)
  void holds.onTabRemoved(tabId)
})
windows.onRemoved.addListener(() => void onWindowClosed())
runtime.onMessage.addListener(
  createMessageRouter(
    createHandlers({
      pages,
      holds,
      retry,
      checker,
      chains,
      documents,
      keys: ledger,
      retrieve,
      settings,
      exceptions,
      incidents: incidentLog,
      offline: createOfflineHandlers(offline),
      firefox: createFirefoxHandlers(firefox),
      drill,
      judgeSite,
      recheck: createRecheck({ pages, checker, chains, settings }),
      version: runtime.getManifest().version,
    }),
    { id: runtime.id, origin, interstitial },
  ),
)
