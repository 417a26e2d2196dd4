import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { WebRequest } from 'webextension-polyfill'
import { createBackground } from '../../src/browser/background.ts'
import type { DocumentStore } from '../../src/browser/documents/document-store.ts'
import { createIndexedDocuments } from '../../src/browser/documents/indexed-documents.ts'
import { createLargeDocuments } from '../../src/browser/documents/large-documents.ts'
import { rememberLarge } from '../../src/browser/documents/remembered-documents.ts'
import { createRenewal } from '../../src/browser/renewal/renewal.ts'
import { createIncidentLog } from '../../src/browser/storage/incident-log.ts'
import { createSessionTable } from '../../src/browser/storage/session-table.ts'
import { createNoteIncidents } from '../../src/browser/surface/note-incidents.ts'
import type { PageRecord } from '../../src/browser/surface/page-record.ts'
import { createPages } from '../../src/browser/surface/pages.ts'
import { isPageRecord } from '../../src/browser/storage/record-shapes.ts'
import { FakeWeb } from '../fakes/fake-web.ts'
import { assembleGuard, type World } from '../fakes/guarded-assembly.ts'
import { immediateCrypto } from '../fakes/immediate-crypto.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'
import { securityInfo } from '../fakes/security-info.ts'
import { seededRandom } from '../lab/crlite/random.ts'
import { now as start } from '../pki/build/certificate.ts'
import { buildCity, type City, type Host } from './city.ts'

export interface SoakPlan {
  readonly hosts: number
  readonly requests: number
  /** Of the add-on's own bounds: a smaller city needs smaller ones to reach them. */
  readonly share: number
}

/** What was found at the end of a tenth of the week. */
export interface Tenth {
  /** Of the heap, after everything that nobody needs was collected. */
  readonly heapBytes: number
  /** Milliseconds of each decision, over certificates with a standing verdict and over others. */
  readonly known: readonly number[]
  readonly checked: readonly number[]
  readonly documents: number
  readonly documentBytes: number
  readonly sessionBytes: number
  readonly localBytes: number
}

export interface SoakResult {
  readonly tenths: readonly Tenth[]
  /** Hosts that were shown though they are revoked, or held though they are good. */
  readonly wrong: readonly string[]
  /** Decisions that still keep the event page awake. */
  readonly awake: number
}

const HOUR = 3_600_000
const WEEK = 168 * HOUR
const TABS = 40

/** A week of somebody's use: pages and their parts, the popular ones most often, evidence renewed every hour. */
export async function soak(plan: SoakPlan): Promise<SoakResult> {
  const clock = new ManualClock(start)
  const web = new FakeWeb()
  const city = await buildCity(plan.hosts, web, clock.now)
  const documents = await usedStore(clock, plan.share)
  const life = live(clock, web, documents, plan.share)
  const random = seededRandom(7)
  const tenths: Tenth[] = []
  const wrong: string[] = []
  let [known, checked]: [number[], number[]] = [[], []]
  let hour = 0
  for (let n = 0; n < plan.requests; n++) {
    clock.set(start + Math.floor((n / plan.requests) * WEEK))
    if (clock.now() - start >= hour * HOUR) {
      hour++
      web.requests.length = 0
      await life.renew()
    }
    const host = pick(city, random)
    const isKnown = life.isStanding(host)
    const startedAt = performance.now()
    const isShown = await life.request(host, n, random.below(10))
    ;(isKnown ? known : checked).push(performance.now() - startedAt)
    if (isShown === host.isRevoked) wrong.push(host.name)
    if ((n + 1) % (plan.requests / 10) === 0) {
      tenths.push({ ...(await life.measure()), known, checked })
      ;[known, checked] = [[], []]
    }
  }
  return { tenths, wrong, awake: life.awake() }
}

/** A tenth of the hosts get about half of the requests. */
function pick({ hosts }: City, random: ReturnType<typeof seededRandom>): Host {
  const share = random.below(1_000_000) / 1_000_000
  const host = hosts[Math.floor(hosts.length * share ** 3)]
  if (host === undefined) throw new Error('there is no such host')
  return host
}

/** Full to its bounds, as after years: what comes has to take the place of something. */
async function usedStore(clock: ManualClock, share: number): Promise<DocumentStore> {
  const bounds = { bytes: 256 * 1024 * 1024 * share, documents: 5_000 * share }
  const store = createIndexedDocuments(clock.now, bounds)
  const subject = { certificate: new Uint8Array(900), issuer: new Uint8Array(900), isBuiltInRoot: true }
  for (let n = 0; n < bounds.documents; n++) {
    await store.save({
      key: `ocsp of before ${n}`,
      source: 'ocsp',
      url: 'http://ocsp.before.test/',
      fetchedAt: start - 20 * 24 * HOUR,
      thisUpdate: start - 20 * 24 * HOUR,
      until: start + 24 * HOUR,
      usedAt: start - 20 * 24 * HOUR,
      bytes: new Uint8Array(500),
      subject: { ...subject, role: 'leaf' },
    })
  }
  return rememberLarge(store, createLargeDocuments())
}

function live(clock: ManualClock, web: FakeWeb, store: DocumentStore, share: number) {
  const [session, local] = [new MemoryStorage(), new MemoryStorage()]
  const byRequest = new Map<string, Host>()
  const world: World = {
    clock,
    web,
    crypto: immediateCrypto,
    fetch: web.fetch,
    portalState: async () => 'not_captive',
    documents: store,
    session,
    local,
    onecrl: async () => undefined,
    crlite: async () => undefined,
    securityInfo: async () => undefined,
    securityInfoOf: async (requestId, { chain }) => connectionTo(byRequest.get(requestId), chain),
    sources: (real) => real,
  }
  const pages = createPages({
    table: createSessionTable<PageRecord>(session, 'page', 500 * share, isPageRecord),
    holdAt: () => Promise.resolve(undefined),
    onChange: () => undefined,
    onUnseen: () => Promise.resolve('not-seen'),
  })
  let ids = 0
  const incidents = createNoteIncidents({
    log: createIncidentLog(local),
    newId: () => String(ids++),
    now: clock.now,
  })
  const assembly = assembleGuard(world, {
    share,
    onSighting(sighting) {
      pages.onSighting(sighting)
      incidents.onSighting(sighting)
    },
  })
  const errands = new Set<object>()
  const hold = () => {
    const errand = {}
    errands.add(errand)
    return () => void errands.delete(errand)
  }
  const renew = createRenewal({
    documents: assembly.documents,
    sources: assembly.networkSources,
    settings: assembly.settings,
    background: createBackground({ awake: { hold }, clock }),
    clock,
    mayUseNetwork: () => true,
    onRenewed: () => assembly.checker.forgetAll(),
  })

  return {
    awake: () => assembly.awake(),
    isStanding: ({ fingerprint }: Host) =>
      assembly.checker.standing({ fingerprint, isPrivate: false }) !== undefined,
    async renew() {
      renew()
      do await new Promise((resolve) => setImmediate(resolve))
      while (errands.size > 0)
    },
    /** Whether it is shown. Pages come one to three, and tabs are closed now and then. */
    async request(host: Host, n: number, chance: number): Promise<boolean> {
      const tabId = (n % TABS) + Math.floor(n / 1_000)
      const isPage = chance < 3
      const details = requestTo(host, String(n), tabId, isPage)
      byRequest.set(details.requestId, host)
      const response = await assembly.onHeadersReceived(details)
      byRequest.delete(details.requestId)
      const isShown = response.cancel !== true && response.redirectUrl === undefined
      if (isPage && isShown) await pages.onCommitted({ tabId, frameId: 0, url: details.url })
      if (n % 1_000 === 999) await pages.onTabRemoved(Math.floor(n / 1_000))
      return isShown
    },
    async measure() {
      const entries = await store.list()
      return {
        documents: entries.length,
        documentBytes: entries.reduce((sum, { size }) => sum + size, 0),
        sessionBytes: sizeOf(session),
        localBytes: sizeOf(local),
        heapBytes: usedHeap(),
      }
    },
  }
}

function requestTo(host: Host, requestId: string, tabId: number, isPage: boolean) {
  return {
    requestId,
    url: `https://${host.name}/`,
    method: 'GET',
    frameId: 0,
    parentFrameId: -1,
    incognito: false,
    tabId,
    type: isPage ? ('main_frame' as const) : ('image' as const),
    timeStamp: 0,
    statusCode: 200,
    statusLine: 'HTTP/2 200',
    urlClassification: { firstParty: [], thirdParty: [] },
    thirdParty: false,
  }
}

function connectionTo(host: Host | undefined, chain: boolean): WebRequest.SecurityInfo | undefined {
  if (host === undefined) return undefined
  const info = securityInfo({ ders: host.certificates.map((der) => (chain ? Array.from(der) : [])) })
  const [leaf, root] = info.certificates
  if (leaf === undefined || root === undefined) return undefined
  const fingerprint = { sha1: '', sha256: host.fingerprint }
  return { ...info, certificates: [{ ...leaf, fingerprint, isBuiltInRoot: false }, root] }
}

function sizeOf({ items }: MemoryStorage): number {
  return [...items].reduce((sum, [key, value]) => sum + key.length + value.length, 0)
}

function usedHeap(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc()')
  return process.memoryUsage().heapUsed
}
