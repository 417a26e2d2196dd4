import { createBackground } from '../../src/browser/background.ts'
import { type Checker, createChecker, type Party } from '../../src/browser/check/checker.ts'
import type { DocumentStore } from '../../src/browser/documents/document-store.ts'
import { watchDocuments } from '../../src/browser/documents/watched-documents.ts'
import type { ReceivedChain } from '../../src/browser/handshake.ts'
import { createRenewal } from '../../src/browser/renewal/renewal.ts'
import { createRetrieve } from '../../src/browser/retrieval/retrieve.ts'
import { createCrlSource } from '../../src/browser/sources/crl-source.ts'
import { believeNoDelegate, createCheckDelegate } from '../../src/browser/sources/delegate.ts'
import { createOcspSource } from '../../src/browser/sources/ocsp-source.ts'
import { createSessionTable } from '../../src/browser/storage/session-table.ts'
import { createSettingsStore } from '../../src/browser/storage/settings-store.ts'
import { isReport } from '../../src/policy/report-shape.ts'
import type { ChainReport } from '../../src/policy/report.ts'
import { createRunningChecks } from '../../src/policy/running-checks.ts'
import { DEFAULT_SETTINGS } from '../../src/policy/settings.ts'
import { isNumber } from '../../src/policy/shape.ts'
import { createStandingVerdicts } from '../../src/policy/standing-verdicts.ts'
import type { FakeWeb } from './fake-web.ts'
import type { ManualClock } from './manual-clock.ts'
import { MemoryStorage } from './memory-storage.ts'

/** The parts that ask and decide, put together as the background does it, over another web and another clock. */
export interface Assembly {
  readonly checker: Checker
  /** What a visit comes to: the verdict that stands, or a check. */
  visit(chain: ReceivedChain): Promise<ChainReport>
  /** The verdict that stands. */
  standing(chain: ReceivedChain): ChainReport | undefined
  /** A check by the user's hand: the network is asked first. */
  checkAgain(chain: ReceivedChain): Promise<ChainReport>
  /** A round of renewals, to its end. */
  renew(): Promise<void>
}

export function assemble(parts: {
  readonly clock: ManualClock
  readonly web: FakeWeb
  readonly documents: DocumentStore
}): Assembly {
  const { clock, web } = parts
  const documents = watchDocuments(parts.documents)
  const storage = new MemoryStorage()
  const held = new Set<object>()
  const hold = () => {
    const holder = {}
    held.add(holder)
    return () => void held.delete(holder)
  }
  const errands = createBackground({ awake: { hold }, clock })
  const retrieve = createRetrieve({
    fetch: web.fetch,
    ownRequests: web.ownRequests,
    captivePortal: { isLocked: () => Promise.resolve(false) },
    clock,
  })
  const common = { clock, crypto: globalThis.crypto.subtle, documents: () => documents, retrieve }
  const crl = createCrlSource({
    ...common,
    maxBytes: () => Promise.resolve(DEFAULT_SETTINGS.maxCrlBytes),
    large: createSessionTable<number>(storage, 'large-crl', 100, isNumber),
    background: errands,
  })
  const checkDelegate = createCheckDelegate([
    crl,
    createOcspSource({ ...common, checkDelegate: believeNoDelegate }),
  ])
  const ocsp = createOcspSource({ ...common, checkDelegate })
  const checker = createChecker({
    sources: () => [crl, ocsp],
    clock,
    awake: { hold: () => () => undefined },
    standing: createStandingVerdicts(),
    running: createRunningChecks(),
    kept: createSessionTable<ChainReport>(storage, 'verdict', 100, isReport),
  })
  const renew = createRenewal({
    documents,
    sources: [crl, ocsp],
    settings: createSettingsStore(storage),
    background: errands,
    clock,
    mayUseNetwork: () => true,
    onRenewed: () => checker.forgetAll(),
  })
  return {
    checker,
    standing: (chain) => checker.standing(partyOf(chain)),
    visit: async (chain) =>
      checker.standing(partyOf(chain)) ?? checker.start(chain, partyOf(chain), DEFAULT_SETTINGS).result,
    checkAgain: (chain) => checker.start(chain, partyOf(chain), DEFAULT_SETTINGS, true).result,
    async renew() {
      renew()
      // The store takes real time, in turns of the event loop.
      do await new Promise((resolve) => setTimeout(resolve))
      while (held.size > 0)
    },
  }
}

function partyOf({ fingerprints }: ReceivedChain): Party {
  return { fingerprint: fingerprints[0] ?? '', isPrivate: false }
}
