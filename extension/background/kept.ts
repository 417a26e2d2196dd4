import browser from 'webextension-polyfill'
import { createChainStore, type KeptChain } from '../../src/browser/check/chain-store.ts'
import { createIndexedDocuments } from '../../src/browser/documents/indexed-documents.ts'
import { createLargeDocuments } from '../../src/browser/documents/large-documents.ts'
import {
  createPrivateDocuments,
  type EncodedDocument,
} from '../../src/browser/documents/private-documents.ts'
import { rememberLarge } from '../../src/browser/documents/remembered-documents.ts'
import { timelyDocuments } from '../../src/browser/documents/timely-documents.ts'
import { watchDocuments } from '../../src/browser/documents/watched-documents.ts'
import { createDrillMemory, isAsked, isMetSite, type MetSite } from '../../src/browser/drill/drill-memory.ts'
import type { Clearance } from '../../src/browser/guard/check-before-sending.ts'
import type { Hold } from '../../src/browser/guard/hold.ts'
import type { Undecided } from '../../src/browser/guard/under-judgement.ts'
import { createKeyLedger } from '../../src/browser/keys/key-ledger.ts'
import { createExceptionStore } from '../../src/browser/storage/exception-store.ts'
import { createIncidentLog } from '../../src/browser/storage/incident-log.ts'
import {
  isClearance,
  isEncodedDocument,
  isHold,
  isKeptChain,
  isPageRecord,
  isUndecided,
} from '../../src/browser/storage/record-shapes.ts'
import { createSessionTable } from '../../src/browser/storage/session-table.ts'
import { createSettingsStore } from '../../src/browser/storage/settings-store.ts'
import { timelyStorage } from '../../src/browser/storage/timely-storage.ts'
import type { PageRecord } from '../../src/browser/surface/page-record.ts'
import { systemClock as clock } from '../../src/browser/system-clock.ts'
import { Cancellation } from '../../src/policy/cancellation.ts'
import type { Asked } from '../../src/policy/drill/observation.ts'
import { isKnownKey, type KnownKey } from '../../src/policy/known-key.ts'
import { isReport } from '../../src/policy/report-shape.ts'
import type { ChainReport } from '../../src/policy/report.ts'
import { isFlag, isListOf, isNumber, isText } from '../../src/policy/shape.ts'

/** What comes in a burst, as the parts of a page, is written once. */
const aMoment = () => clock.wait(1_000, new Cancellation())

export type Kept = ReturnType<typeof createKept>

/** Everything that outlives a suspension of the event page, and where: on disk, or in the memory of the session. */
export function createKept() {
  const { local } = browser.storage
  const session = timelyStorage(browser.storage.session, clock)
  const largeCrls = createSessionTable<number>(session, 'large-crl', 200, isNumber)
  const watched = watchDocuments(rememberLarge(createIndexedDocuments(clock.now), createLargeDocuments()))
  const disk = { ...timelyDocuments(watched, clock), changes: watched.changes }
  const inMemory = createPrivateDocuments(
    disk,
    createSessionTable<EncodedDocument>(session, 'private-document', 100, isEncodedDocument),
    createLargeDocuments(),
  )
  return {
    local,
    session,
    disk,
    inMemory,
    documents: (isPrivate: boolean) => (isPrivate ? inMemory : disk),
    largeCrls,
    settings: createSettingsStore(local),
    exceptions: createExceptionStore({ local, session }, clock.now),
    incidents: createIncidentLog(local),
    chains: createChainStore(createSessionTable<KeptChain>(session, 'chain', 300, isKeptChain)),
    verdicts: createSessionTable<ChainReport>(session, 'verdict', 300, isReport, aMoment),
    holds: createSessionTable<Hold>(session, 'hold', 300, isHold),
    pages: createSessionTable<PageRecord>(session, 'page', 500, isPageRecord, aMoment),
    undecided: createSessionTable<Undecided>(session, 'undecided', 100, isUndecided),
    undecidedFrames: createSessionTable<Undecided>(session, 'undecided-frame', 100, isUndecided),
    tried: createSessionTable<boolean>(session, 'tried', 500, isFlag),
    cleared: createSessionTable<Clearance>(session, 'cleared', 500, isClearance),
    clearedInPrivate: createSessionTable<Clearance>(session, 'cleared-private', 100, isClearance),
    keys: createKeyLedger({
      keys: createSessionTable<KnownKey>(local, 'key', 1_000, isKnownKey),
      stolen: createSessionTable<KnownKey>(local, 'stolen-key', 300, isKnownKey),
      privateKeys: createSessionTable<KnownKey>(session, 'private-key', 200, isKnownKey),
      names: createSessionTable<string>(session, 'key-name', 500, isText),
      asked: createSessionTable<number>(session, 'key-asked', 300, isNumber),
      now: clock.now,
    }),
    drill: createDrillMemory({
      met: createSessionTable<readonly MetSite[]>(session, 'drill-met', 1, isListOf(isMetSite)),
      asked: createSessionTable<Asked>(session, 'drill-asked', 50, isAsked),
    }),
  }
}
