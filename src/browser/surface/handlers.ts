import type { ChainStore } from '../check/chain-store.ts'
import type { Checker } from '../check/checker.ts'
import type { DocumentStore } from '../documents/document-store.ts'
import { summarise } from '../documents/summary.ts'
import type { Holds } from '../guard/holds.ts'
import type { KeyLedger } from '../keys/key-ledger.ts'
import { keyFacts } from '../../policy/known-key.ts'
import type { Retry } from '../guard/retry.ts'
import type { PageState } from '../messages.ts'
import type { ExceptionStore } from '../storage/exception-store.ts'
import type { Retrieve } from '../retrieval/retrieve.ts'
import type { IncidentLog } from '../storage/incident-log.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import { createExceptionHandlers } from './exception-handlers.ts'
import { exportEvidence } from './export-evidence.ts'
import type { FirefoxHandlers } from './firefox-handlers.ts'
import { createHoldHandlers } from './hold-handlers.ts'
import type { DrillHandlers } from '../drill/drill-handlers.ts'
import type { Guarded } from '../../policy/self-test/judge-trial.ts'
import type { OfflineHandlers } from './offline-handlers.ts'
import type { Handlers } from './message-router.ts'
import { stateOf } from './page-record.ts'
import type { Pages } from './pages.ts'
import type { ReviewOpenPages } from './review-open-pages.ts'

interface HandlerParts {
  readonly pages: Pages
  readonly holds: Holds
  readonly retry: Pick<Retry, 'onNetworkBack' | 'onUser' | 'held'>
  readonly checker: Checker
  readonly chains: ChainStore
  readonly documents: (isPrivate: boolean) => DocumentStore
  readonly keys: Pick<KeyLedger, 'keyOf' | 'forget'>
  readonly retrieve: Retrieve
  readonly settings: SettingsStore
  readonly exceptions: ExceptionStore
  readonly incidents: IncidentLog
  readonly offline: OfflineHandlers
  readonly firefox: FirefoxHandlers
  readonly drill: DrillHandlers
  /** What Hardfail makes of a site. */
  readonly judgeSite: (url: string) => Promise<Guarded>
  readonly recheck: (tabId: number) => Promise<void>
  readonly review: ReviewOpenPages
  readonly version: string
}

/** What each request of our own pages does. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { pages, checker, documents, settings, exceptions } = parts

  async function page(tabId: number): Promise<PageState> {
    const record = await pages.find(tabId)
    if (record === undefined) return { kind: 'not-checked', reason: 'not-seen' }
    const state = stateOf(record)
    if (state.kind !== 'checked' || record.kind !== 'seen' || record.fingerprint === undefined) return state
    const key = await parts.keys.keyOf(record.fingerprint, record.isPrivate)
    return key === undefined ? state : { ...state, key: keyFacts(key, record.fingerprint) }
  }

  const summary = async () => summarise(await documents(false).list())

  return {
    page: ({ tabId }) => page(tabId),
    async 'page.check'({ tabId }) {
      await parts.recheck(tabId)
      void parts.review()
      return page(tabId)
    },
    async 'page.export'({ tabId }) {
      const record = await pages.find(tabId)
      return record === undefined ? undefined : exportEvidence(record, parts)
    },
    ...createHoldHandlers(parts.holds),
    held: ({ isPrivate }) => parts.retry.held(isPrivate),
    'held.retry'({ isPrivate }) {
      parts.retry.onUser(isPrivate)
      return parts.retry.held(isPrivate)
    },
    async 'network.back'() {
      await parts.retry.onNetworkBack()
    },
    settings: () => settings.load(),
    async 'settings.save'({ settings: wanted }) {
      const before = await settings.load()
      const saved = await settings.save(wanted)
      if (before.offlineData !== saved.offlineData) await parts.offline.onSwitched(saved.offlineData)
      // Another level wants other evidence.
      await checker.forgetAll()
      void parts.review()
      return saved
    },
    ...createExceptionHandlers(exceptions, parts.review),
    incidents: () => parts.incidents.list(),
    async 'incidents.clear'() {
      await parts.incidents.clear()
      return parts.incidents.list()
    },
    firefox: () => parts.firefox.state(),
    'firefox.note': ({ signal }) => parts.firefox.note(signal),
    'firefox.forget': () => parts.firefox.forget(),
    offline: () => parts.offline.state(),
    'offline.update': () => parts.offline.update(),
    'self-test.judge': ({ url }) => parts.judgeSite(url),
    ...parts.drill,
    evidence: summary,
    async 'evidence.clear'() {
      const stores = [documents(false), documents(true)].map((store) => store.clear())
      await Promise.all([...stores, parts.keys.forget(), checker.forgetAll()])
      return summary()
    },
  }
}
