import type { WebRequest } from 'webextension-polyfill'
import { createBackground } from '../../src/browser/background.ts'
import { createCaptivePortal } from '../../src/browser/captive-portal.ts'
import { createChainStore, type KeptChain } from '../../src/browser/check/chain-store.ts'
import { type Checker, createChecker } from '../../src/browser/check/checker.ts'
import type { DocumentStore } from '../../src/browser/documents/document-store.ts'
import { timelyDocuments } from '../../src/browser/documents/timely-documents.ts'
import { watchDocuments, type WatchedDocuments } from '../../src/browser/documents/watched-documents.ts'
import { type Clearance, createCheckBeforeSending } from '../../src/browser/guard/check-before-sending.ts'
import { createGuard, type GuardParts } from '../../src/browser/guard/guard.ts'
import { createProbe } from '../../src/browser/guard/probe.ts'
import type { Sighting } from '../../src/browser/guard/sighting.ts'
import { createUnderJudgement, type Undecided } from '../../src/browser/guard/under-judgement.ts'
import { createRetrieve } from '../../src/browser/retrieval/retrieve.ts'
import { createCrliteSource, type CrliteData } from '../../src/browser/sources/crlite-source.ts'
import { createNetworkSources } from '../../src/browser/sources/network-sources.ts'
import { createOneCrlSource, type OneCrlData } from '../../src/browser/sources/onecrl-source.ts'
import { createExceptionStore } from '../../src/browser/storage/exception-store.ts'
import { isClearance, isKeptChain, isUndecided } from '../../src/browser/storage/record-shapes.ts'
import { createSessionTable, type StorageSlice } from '../../src/browser/storage/session-table.ts'
import { createSettingsStore, type SettingsStore } from '../../src/browser/storage/settings-store.ts'
import { timelyStorage } from '../../src/browser/storage/timely-storage.ts'
import type { WebCrypto } from '../../src/pki/web-crypto.ts'
import { isReport } from '../../src/policy/report-shape.ts'
import type { ChainReport } from '../../src/policy/report.ts'
import { createRunningChecks } from '../../src/policy/running-checks.ts'
import { isNumber, type Shape } from '../../src/policy/shape.ts'
import type { NetworkSource, Source } from '../../src/policy/source.ts'
import { createStandingVerdicts } from '../../src/policy/standing-verdicts.ts'
import type { FakeWeb } from './fake-web.ts'
import type { ManualClock } from './manual-clock.ts'

/** All that the add-on depends on and cannot rely on. */
export interface World {
  readonly clock: ManualClock
  readonly web: FakeWeb
  crypto: WebCrypto
  fetch: typeof fetch
  /** A connection of our own to the site: rejects where it does not come about. */
  connect?: () => Promise<void>
  portalState: Parameters<typeof createCaptivePortal>[0]['getState']
  documents: DocumentStore
  session: StorageSlice
  local: StorageSlice
  onecrl: () => Promise<OneCrlData | 'off' | undefined>
  crlite: () => Promise<CrliteData | 'off' | undefined>
  securityInfo: (options: { chain: boolean }) => Promise<WebRequest.SecurityInfo | undefined>
  /** Where it depends on the request. */
  securityInfoOf?: GuardParts['securityInfo']
  /** The sources that are asked, given the real ones. */
  sources: (real: readonly Source[]) => readonly Source[]
}

/** The blocking listeners as the background puts them together, over such a world. */
export interface GuardedAssembly {
  readonly checker: Checker
  readonly settings: SettingsStore
  readonly documents: WatchedDocuments
  readonly networkSources: readonly NetworkSource[]
  readonly onHeadersReceived: ReturnType<typeof createGuard>
  readonly onBeforeRequest: ReturnType<typeof createCheckBeforeSending>
  readonly sightings: readonly Sighting[]
  /** How many decisions keep the event page awake. */
  awake(): number
}

/** `share`: of what the background's tables hold. */
export function assembleGuard(
  world: World,
  {
    share = 1,
    onSighting,
  }: { readonly share?: number; readonly onSighting?: (sighting: Sighting) => void } = {},
): GuardedAssembly {
  const { clock, web, local, crypto } = world
  const session = timelyStorage(world.session, clock)
  const watched = watchDocuments(world.documents)
  const documents = { ...timelyDocuments(watched, clock), changes: watched.changes }
  const settings = createSettingsStore(local)
  const sightings: Sighting[] = []
  const table = <T>(name: string, limit: number, isSound: Shape<T>) =>
    createSessionTable<T>(session, name, limit * share, isSound)
  let held = 0
  const awake = {
    hold() {
      held++
      return () => void held--
    },
  }
  const { crl, ocsp } = createNetworkSources({
    clock,
    crypto,
    documents: () => documents,
    retrieve: createRetrieve({
      fetch: world.fetch,
      ownRequests: web.ownRequests,
      captivePortal: createCaptivePortal({ getState: world.portalState }),
      clock,
    }),
    maxBytes: async () => (await settings.load()).maxCrlBytes,
    large: table<number>('large-crl', 200, isNumber),
    background: createBackground({ awake: { hold: () => () => undefined }, clock }),
  })
  const sources = world.sources([
    createOneCrlSource({ clock, crypto, load: world.onecrl }),
    createCrliteSource({ clock, crypto, load: world.crlite }),
    crl,
    ocsp,
  ])
  const parts = {
    settings,
    exceptions: createExceptionStore({ local, session }, clock.now),
    checker: createChecker({
      sources: () => sources,
      clock,
      awake: { hold: () => () => undefined },
      standing: createStandingVerdicts(2_000 * share),
      running: createRunningChecks(),
      kept: table<ChainReport>('verdict', 300, isReport),
    }),
    chains: createChainStore(table<KeptChain>('chain', 300, isKeptChain)),
    awake,
    clock,
    underJudgement: createUnderJudgement({
      table: table<Undecided>('undecided', 100, isUndecided),
      frames: table<Undecided>('undecided-frame', 100, isUndecided),
      clock,
    }),
    onSighting: onSighting ?? ((sighting: Sighting) => void sightings.push(sighting)),
  }
  const probe = createProbe({
    clock,
    // As Firefox does it: the listener sees the connection, and breaks the request off.
    fetch: async (url) => {
      await world.connect?.()
      await probe.onHeadersReceived({ requestId: 'probe', url: addressOf(url), method: 'HEAD' })
      throw new TypeError('NetworkError when attempting to fetch resource.')
    },
    securityInfo: () => world.securityInfo({ chain: true }),
  })
  const cleared = table<Clearance>('cleared', 500, isClearance)
  return {
    checker: parts.checker,
    settings,
    documents,
    networkSources: [crl, ocsp],
    onHeadersReceived: createGuard({
      ...parts,
      securityInfo: world.securityInfoOf ?? ((_, options) => world.securityInfo(options)),
    }),
    onBeforeRequest: createCheckBeforeSending({ ...parts, probe, cleared: () => cleared }),
    sightings,
    awake: () => held,
  }
}

function addressOf(input: RequestInfo | URL): string {
  if (typeof input === 'string') return input
  return input instanceof URL ? input.href : input.url
}
