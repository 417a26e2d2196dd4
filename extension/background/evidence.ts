import browser from 'webextension-polyfill'
import type { Awake } from '../../src/browser/awake.ts'
import { createBackground } from '../../src/browser/background.ts'
import { createCaptivePortal } from '../../src/browser/captive-portal.ts'
import { createChecker } from '../../src/browser/check/checker.ts'
import { createForgetfulChecker, recallOnly } from '../../src/browser/check/forgetful-checker.ts'
import { NO_DOCUMENTS } from '../../src/browser/documents/no-documents.ts'
import { createKeys } from '../../src/browser/keys/keys.ts'
import { mayUseNetwork } from '../../src/browser/network.ts'
import { createOffline } from '../../src/browser/remote-settings/offline.ts'
import { createRenewal } from '../../src/browser/renewal/renewal.ts'
import { createCheckName } from '../../src/browser/retrieval/check-name.ts'
import { readLocalNames } from '../../src/browser/retrieval/local-names.ts'
import { createOwnRequests } from '../../src/browser/retrieval/own-requests.ts'
import { createRetrieve } from '../../src/browser/retrieval/retrieve.ts'
import { createStandstill } from '../../src/browser/retrieval/standstill.ts'
import { createNetworkSources } from '../../src/browser/sources/network-sources.ts'
import { systemClock as clock } from '../../src/browser/system-clock.ts'
import { createRunningChecks } from '../../src/policy/running-checks.ts'
import type { Settings } from '../../src/policy/settings.ts'
import { createStandingVerdicts } from '../../src/policy/standing-verdicts.ts'
import type { Kept } from './kept.ts'

interface EvidenceParts {
  readonly kept: Kept
  readonly awake: Awake
  /** The name of the alarm by which Mozilla's data is brought up to date. */
  readonly updateAlarm: string
  /** A request of the add-on's own met with an address without TLS. */
  readonly onHttp: (wasUpgraded: boolean) => void
  /** Something is known that was not when pages were let through. */
  readonly onNews: () => void
}

const fetchIt: typeof fetch = (...request) => fetch(...request)

export type Evidence = ReturnType<typeof createEvidence>

/** Who is asked about a certificate, with what is known already, and who judges what they say. */
export function createEvidence({ kept, awake, updateAlarm, onHttp, onNews }: EvidenceParts) {
  const { alarms, captivePortal, dns, runtime, storage } = browser
  const { settings } = kept
  const crypto = globalThis.crypto.subtle
  const errands = createBackground({ awake, clock })
  const forgetVerdicts = async () => {
    await checker.forgetAll()
    onNews()
  }

  const ownRequests = createOwnRequests({
    checkName: createCheckName({
      resolve: async (host) => (await dns.resolve(host)).addresses,
      localNames: () => readLocalNames(storage.managed),
    }),
    onHttp,
  })
  const standstill = createStandstill({ fetch: fetchIt, clock, onGivenUp: ownRequests.onGivenUp })
  const retrieve = createRetrieve({
    fetch: standstill.fetch,
    ownRequests,
    captivePortal: createCaptivePortal(captivePortal),
    clock,
  })

  // What is known without asking anybody about anything.
  const offline = createOffline({
    fetch: standstill.fetch,
    clock,
    crypto,
    isOnline: () => navigator.onLine,
    browserVersion: async () => Number.parseInt((await runtime.getBrowserInfo()).version, 10),
    managed: storage.managed,
    alarms,
    alarm: updateAlarm,
    awake,
    isOn: async () => (await settings.load()).offlineData,
    onUpdated: forgetVerdicts,
  })

  // What is asked over the network.
  const networkParts = {
    clock,
    crypto,
    documents: kept.documents,
    retrieve,
    maxBytes: async () => (await settings.load()).maxCrlBytes,
    large: kept.largeCrls,
    background: errands,
    onDelta: forgetVerdicts,
  }
  const network = createNetworkSources(networkParts)

  // What is remembered of keys, overheard from those who are asked.
  const keys = createKeys({
    ledger: kept.keys,
    sources: [network.crl, network.ocsp],
    background: errands,
    clock,
    onLearned: forgetVerdicts,
  })
  const [crl, ocsp] = [keys.overhear(network.crl), keys.overhear(network.ocsp)]

  const sources = ({ sourceOrder }: Settings) => [
    ...offline.sources,
    keys.source,
    ...(sourceOrder === 'crl-first' ? [crl, ocsp] : [ocsp, crl]),
  ]
  const checker = createChecker({
    sources,
    clock,
    awake,
    standing: createStandingVerdicts(),
    running: createRunningChecks(),
    kept: kept.verdicts,
  })

  // What is renewed while nobody waits for it.
  const renew = createRenewal({
    documents: kept.disk,
    sources: [crl, ocsp],
    settings,
    background: errands,
    clock,
    mayUseNetwork: () => mayUseNetwork(navigator),
    onRenewed: forgetVerdicts,
  })

  return {
    ownRequests,
    standstill,
    retrieve,
    offline,
    /** The CRL and the OCSP source, with what is stored. */
    stored: [crl, ocsp],
    /** The same two as they would answer somebody who never asked before. */
    unstored: () => {
      const fresh = createNetworkSources({ ...networkParts, documents: () => NO_DOCUMENTS })
      return [fresh.crl, fresh.ocsp]
    },
    checker,
    /** By what is at hand alone. */
    recollecting: createForgetfulChecker({
      sources: (wanted) => sources(wanted).map(recallOnly),
      clock,
      awake,
    }),
    renew,
  }
}
