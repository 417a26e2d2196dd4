import type { WebRequest } from 'webextension-polyfill'
import { beforeAll, describe, expect, it } from 'vitest'
import { indexOneCrl } from '../../src/pki/onecrl/onecrl-index.ts'
import type { Cause } from '../../src/policy/cause.ts'
import { DEFAULT_SETTINGS, type Level } from '../../src/policy/settings.ts'
import type { Sighting } from '../../src/browser/guard/sighting.ts'
import { EVERY_CAUSE } from '../fakes/every-cause.ts'
import { FakeWeb } from '../fakes/fake-web.ts'
import { assembleGuard, type World } from '../fakes/guarded-assembly.ts'
import { immediateCrypto } from '../fakes/immediate-crypto.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { MemoryDocuments } from '../fakes/memory-documents.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'
import { securityInfo } from '../fakes/security-info.ts'
import { now as start } from '../pki/build/certificate.ts'
import { certifiedSite, type CertifiedSite } from './certified-site.ts'
import { CONNECTION_FAULTS } from './faults/connection-faults.ts'
import { type Fault, HOSTS, SCT, type SiteName, type Victim } from './faults/fault.ts'
import { NETWORK_FAULTS } from './faults/network-faults.ts'
import { OFFLINE_FAULTS } from './faults/offline-faults.ts'
import { type Knowable, mayBeShown, type Role } from './faults/oracle.ts'
import { STORAGE_FAULTS } from './faults/storage-faults.ts'

/*
 * Everything that is relied on × every way in which it can fail × level × kind of request × kind of CA × what the others
 * have to say, put to the real sources, store, checker, policy and guard.
 */

const LEVELS: readonly Level[] = ['watch', 'guard', 'lockdown']
const ROLES: readonly Role[] = ['page', 'frame', 'worker', 'part', 'page unsent', 'part unsent']
const KINDS = ['built-in root', 'private root'] as const
/** What whoever is not the victim says. */
const OTHERS = ['good', 'revoked', 'nothing'] as const satisfies readonly Knowable[]

const FAULTS: readonly Fault[] = [
  ...NETWORK_FAULTS,
  ...OFFLINE_FAULTS,
  ...STORAGE_FAULTS,
  ...CONNECTION_FAULTS,
]
const VICTIMS = [...new Set(FAULTS.map(({ victim }) => victim))]

interface Cell {
  readonly fault: Fault
  readonly level: Level
  readonly role: Role
  readonly kind: (typeof KINDS)[number]
  readonly others: (typeof OTHERS)[number]
}

const CELLS: readonly Cell[] = FAULTS.flatMap((fault) =>
  LEVELS.flatMap((level) =>
    ROLES.flatMap((role) =>
      KINDS.flatMap((kind) => OTHERS.map((others) => ({ fault, level, role, kind, others }))),
    ),
  ),
)

let sites: Readonly<Record<SiteName, CertifiedSite>>

beforeAll(async () => {
  const { crl, ocsp } = HOSTS
  sites = {
    crl: await certifiedSite({ crls: [crl] }),
    ocsp: await certifiedSite({ responders: [ocsp] }),
    both: await certifiedSite({ crls: [crl], responders: [ocsp], scts: [SCT] }),
    neither: await certifiedSite({}),
    'refused crl': await certifiedSite({ crls: [`user:secret@${crl}`], responders: [ocsp] }),
    'refused ocsp': await certifiedSite({ crls: [crl], responders: [`user:secret@${ocsp}`] }),
  }
})

function siteOf({ fault: { victim, site }, others }: Cell): SiteName {
  if (site !== undefined) return site
  return (victim === 'crl' || victim === 'ocsp') && others === 'nothing' ? victim : 'both'
}

/** Who speaks where the victim does not. */
function speakerOf({ victim }: Fault): 'crl' | 'ocsp' {
  return victim === 'ocsp' ? 'crl' : 'ocsp'
}

async function worldOf(cell: Cell): Promise<World> {
  const site = sites[siteOf(cell)]
  const web = new FakeWeb()
  const local = new MemoryStorage()
  await local.set({ settings: { ...DEFAULT_SETTINGS, level: cell.level } })
  const speaker = speakerOf(cell.fault)
  if (cell.others !== 'nothing') {
    const bytes = await sayingOf(site, speaker, cell.others)
    web.servers.set(HOSTS[speaker], () => ({ bytes }))
  }
  const world: World = {
    clock: new ManualClock(start),
    web,
    crypto: immediateCrypto,
    fetch: web.fetch,
    portalState: async () => 'not_captive',
    documents: new MemoryDocuments(),
    session: new MemoryStorage(),
    local,
    onecrl: async () => ({ index: indexOneCrl([]), timestamp: start, checkedAt: start }),
    crlite: async () => undefined,
    securityInfo: async () => connectionTo(site, cell.kind === 'built-in root'),
    sources: (real) => real,
  }
  await cell.fault.arrange(world, site)
  return world
}

const sayings = new Map<string, ReturnType<CertifiedSite['crl']>>()

function sayingOf(site: CertifiedSite, speaker: 'crl' | 'ocsp', word: 'good' | 'revoked') {
  const key = `${site.chain.fingerprints[0]} ${speaker} ${word}`
  const made = sayings.get(key) ?? say(site, speaker, word)
  sayings.set(key, made)
  return made
}

function say(site: CertifiedSite, speaker: 'crl' | 'ocsp', word: 'good' | 'revoked') {
  if (speaker === 'crl') return word === 'good' ? site.crl(start) : site.revokingCrl(start)
  return word === 'good' ? site.ocsp(start) : site.revokingOcsp(start)
}

function connectionTo({ chain }: CertifiedSite, isBuiltInRoot: boolean): WebRequest.SecurityInfo {
  const info = securityInfo({ ders: chain.certificates.map((der) => Array.from(der)) })
  const certificates = info.certificates.map((one, index) => ({
    ...one,
    isBuiltInRoot: isBuiltInRoot && index > 0,
  }))
  return { ...info, certificates }
}

/** Whatever the site's own certificate and the fault leave to be known. */
function knowableIn(cell: Cell): Knowable {
  const { victim, name } = cell.fault
  // A connection of our own is asked for its chain at once.
  if (name.endsWith('for the leaf') && cell.role.endsWith('unsent')) return cell.others
  if (victim === 'getSecurityInfo' || name === 'no-pointer') return 'nothing'
  if (victim === 'site' && cell.role.endsWith('unsent')) return 'nothing'
  // Neither speaks, then: the whole line, and the whole machine.
  if (name === 'https-only-mode' || name.includes('no crypto')) return 'nothing'
  return cell.others
}

const requestOf = (role: Role) => ({
  requestId: '1',
  url: 'https://bank.example/',
  method: role.endsWith('unsent') ? 'POST' : 'GET',
  frameId: 0,
  parentFrameId: -1,
  incognito: false,
  tabId: role === 'worker' ? -1 : 7,
  type: TYPES[role],
  ...(role === 'worker' && { originUrl: 'https://bank.example/sw.js' }),
  timeStamp: 0,
  statusCode: 200,
  statusLine: 'HTTP/2 200',
  urlClassification: { firstParty: [], thirdParty: [] },
  thirdParty: false,
})

const TYPES: Readonly<Record<Role, WebRequest.ResourceType>> = {
  page: 'main_frame',
  frame: 'sub_frame',
  worker: 'xmlhttprequest',
  part: 'script',
  'page unsent': 'main_frame',
  'part unsent': 'xmlhttprequest',
}

const STEP_MS = 500
/** The deadline, and the second after which whatever has not ended by itself hangs. */
const LIMIT_MS = DEFAULT_SETTINGS.deadlineMs + 1_000

interface Outcome {
  readonly sightings: readonly Sighting[]
  readonly response: WebRequest.BlockingResponse | undefined
  readonly tookMs: number
}

async function decide(world: World, role: Role): Promise<Outcome> {
  const { onHeadersReceived, onBeforeRequest, sightings } = assembleGuard(world)
  const deciding = (role.endsWith('unsent') ? onBeforeRequest : onHeadersReceived)(requestOf(role))
  const made: Outcome[] = []
  void deciding.then((response) => made.push({ response, sightings, tookMs: world.clock.now() - start }))
  while (made.length === 0 && world.clock.now() - start <= LIMIT_MS) {
    // Bodies come in turns of the event loop.
    for (let turn = 0; turn < 4 && made.length === 0; turn++) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    if (made.length === 0) await world.clock.advance(STEP_MS)
  }
  return made[0] ?? { response: undefined, sightings, tookMs: Infinity }
}

/** What is wrong with what was done, nothing where all is well; and every cause that was named. */
async function put(cell: Cell): Promise<{ readonly wrong: string | undefined; readonly causes: Cause[] }> {
  const outcome = await decide(await worldOf(cell), cell.role)
  return { wrong: faultIn(cell, outcome), causes: outcome.sightings.flatMap(causesIn) }
}

function causesIn({ verdict, report }: Sighting): readonly Cause[] {
  const evidence = report?.certificates.flatMap((certificate) => certificate.evidence) ?? []
  const unknowns = evidence.flatMap(({ status }) => (status.kind === 'unknown' ? [status.cause] : []))
  return verdict?.cause === undefined ? unknowns : [verdict.cause, ...unknowns]
}

function faultIn(cell: Cell, { response, tookMs }: Outcome): string | undefined {
  const { fault, level, role, kind, others } = cell
  const isShown = response !== undefined && response.cancel !== true && response.redirectUrl === undefined
  const knowable = knowableIn(cell)
  const mayShow = mayBeShown({
    level,
    role,
    knowable,
    isBuiltInRoot: kind === 'built-in root',
    namesSomebody: siteOf(cell) !== 'neither',
  })
  const where = `${fault.victim} ${fault.name}, ${level}, ${role}, ${kind}, others say ${others}`
  if (tookMs > LIMIT_MS) return `${where}: takes too long`
  if (isShown && !mayShow) return `${where}: is shown`
  if (!isShown && mustShow(fault, level, knowable)) return `${where}: is held, though it is good`
  return undefined
}

/** One who fails takes nothing away from what another vouches for; only the settings may, which say how strict to be. */
function mustShow({ victim, name }: Fault, level: Level, knowable: Knowable): boolean {
  if (victim === 'settings' && !name.startsWith('writing')) return false
  return knowable === 'good' || level === 'watch'
}

describe(`the fault matrix: ${CELLS.length} cells, of ${FAULTS.length} faults`, () => {
  it.each(VICTIMS.map((victim): [Victim, number] => [victim, cellsOf(victim).length]))(
    '%s fails: none of %i cells shows what its level forbids, takes longer than the deadline, or holds what is good',
    { timeout: 300_000 },
    async (victim) => {
      const wrong: string[] = []
      const named = new Map<Fault, Set<Cause>>()
      for (const cell of cellsOf(victim)) {
        const { wrong: fault, causes } = await put(cell)
        if (fault !== undefined) wrong.push(fault)
        named.set(cell.fault, new Set([...(named.get(cell.fault) ?? []), ...causes]))
      }
      expect(wrong).toEqual([])
      const missing = [...named].flatMap(([fault, causes]) => {
        const cause = causeOf(fault)
        return cause === undefined || causes.has(cause) ? [] : [`${fault.name}: ${[...causes].join()}`]
      })
      expect(missing, 'faults that do not come to the cause that they are named by').toEqual([])
    },
  )

  it('has every cause that there is', () => {
    const covered = new Set(FAULTS.map(causeOf))
    expect(EVERY_CAUSE.filter((cause) => !covered.has(cause))).toEqual([])
  })
})

/** By whose name it is called. */
function causeOf({ name }: Fault): Cause | undefined {
  return EVERY_CAUSE.find((cause) => name === cause || name.startsWith(`${cause} (`))
}

function cellsOf(victim: Victim): readonly Cell[] {
  return CELLS.filter(({ fault }) => fault.victim === victim)
}
