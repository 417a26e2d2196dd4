import browser from 'webextension-polyfill'
import { createAwake } from '../src/browser/awake.ts'
import { createKnownSettings } from '../src/browser/firefox-settings/known-settings.ts'
import { setAlarm } from '../src/browser/renewal/alarm.ts'
import { createSiteAccess } from '../src/browser/site-access.ts'
import { systemClock as clock } from '../src/browser/system-clock.ts'
import { shortDigest } from '../src/pki/short-digest.ts'
import { createEvidence } from './background/evidence.ts'
import { createGuarded } from './background/guarded.ts'
import { createKept } from './background/kept.ts'
import { listenToMessages } from './background/messages.ts'
import { createShown } from './background/shown.ts'
import { createTried } from './background/tried.ts'
import { listenToRequests } from './background/web-requests.ts'

const { alarms, captivePortal, permissions, runtime, storage, tabs, webNavigation, windows } = browser
const RENEWAL_ALARM = 'renewal'
const UPDATE_ALARM = 'update'
const RETRY_ALARM = 'retry'
const options = runtime.getURL('extension/options/index.html')
const interstitial = runtime.getURL('extension/interstitial/index.html')
const selfTest = runtime.getURL('extension/selftest/index.html')

const awake = createAwake(() => runtime.getPlatformInfo())
const kept = createKept()
// How Firefox itself is set, as far as it lets itself be known.
const firefox = createKnownSettings({
  local: kept.local,
  session: kept.session,
  managed: storage.managed,
  clock,
  crypto: shortDigest,
  chains: kept.chains,
  newSecret: () => globalThis.crypto.randomUUID(),
  isPrivateTab: async (tabId) => (await tabs.get(tabId)).incognito,
})
const evidence = createEvidence({
  kept,
  awake,
  updateAlarm: UPDATE_ALARM,
  onHttp: firefox.onOwnRequest,
  onNews: () => void guarded.review(),
})
const siteAccess = createSiteAccess({
  permissions,
  onLost: () => void shown.showButtons(),
  onBack() {
    void shown.showButtons()
    void guarded.unseenPages.judgeAllAnew()
    void evidence.offline.keepUpdated.start()
  },
})
const shown = createShown({
  kept,
  evidence,
  awake,
  interstitial,
  retryAlarm: RETRY_ALARM,
  siteAccess,
  onUnseen: (tabId, ...page) =>
    tried.proxyLease.isLookedAt(tabId)
      ? Promise.resolve('not-seen' as const)
      : guarded.unseenPages.onUnseen(tabId, ...page),
})
const guarded = createGuarded({ kept, evidence, shown, firefox, awake, siteAccess })
const tried = createTried({ kept, evidence, guarded, firefox, awake, selfTest })

// Every listener, at once: Firefox wakes the event page for those alone that its first run registered.
const { ownRequests, standstill } = evidence
listenToRequests({ kept, guarded, tried, ownRequests, standstill, selfTest })
listenToMessages({ kept, evidence, shown, guarded, tried, firefox, interstitial })
webNavigation.onCommitted.addListener((details) => {
  shown.cover.onCommitted(details)
  void shown.pages.onCommitted(details)
  void guarded.frames.onCommitted(details)
  void shown.heldBadge.onCommitted(details)
})
webNavigation.onErrorOccurred.addListener((details) => {
  shown.pages.onRefused(details)
  firefox.onRefused(details)
})
tabs.onRemoved.addListener((tabId) => {
  void shown.pages.onTabRemoved(tabId)
  void shown.holds.onTabRemoved(tabId)
  void shown.heldBadge.onTabChange()
})
windows.onRemoved.addListener(() => void guarded.onWindowClosed())
alarms.onAlarm.addListener(({ name }) => {
  if (name === RENEWAL_ALARM) evidence.renew()
  if (name === UPDATE_ALARM) evidence.offline.keepUpdated.run('scheduled')
  if (name === RETRY_ALARM) void shown.retry.onDue()
})
globalThis.addEventListener('online', () => void shown.retry.onNetworkBack())
captivePortal.onStateChanged.addListener(({ state }) => {
  if (state !== 'locked_portal') void shown.retry.onNetworkBack()
})
permissions.onAdded.addListener((granted) => {
  void tried.proxyLease.lookAfter()
  void siteAccess.onGranted(granted)
})
permissions.onRemoved.addListener(() => void siteAccess.look())
runtime.onStartup.addListener(() => void firefox.onStartup())
runtime.onInstalled.addListener(({ reason, temporary }) => {
  // What is downloaded from whom is said at once; whoever works on the add-on knows.
  if (reason === 'install' && !temporary) void tabs.create({ url: `${options}#welcome` })
})

// What is due whenever the event page begins.
void tried.proxyLease.lookAfter()
void siteAccess.look()
void evidence.offline.keepUpdated.start()
void guarded.unseenPages.judgeAll()
void guarded.frames.askAgainAll()
void setAlarm(alarms, RENEWAL_ALARM, { delayInMinutes: 1, periodInMinutes: 60 })
