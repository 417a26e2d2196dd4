import type { WebRequest } from 'webextension-polyfill'
import type { Cause } from '../../../src/policy/cause.ts'
import { DEFAULT_SETTINGS } from '../../../src/policy/settings.ts'
import type { Sighting } from '../../../src/browser/guard/sighting.ts'
import { assembleGuard, type World } from '../../fakes/guarded-assembly.ts'
import { now as start } from '../../pki/build/certificate.ts'
import type { Cell } from './cell.ts'
import type { Victim } from './fault.ts'
import { situationOf } from './knowledge.ts'
import { mayBeShown, type Role, rulingOn } from './oracle.ts'
import { worldOf } from './scene.ts'

/** What is wrong with what was done, nothing where all is well; and every cause that was named. */
export async function put(
  cell: Cell,
): Promise<{ readonly wrong: string | undefined; readonly causes: Cause[] }> {
  const outcome = await decide(await worldOf(cell), cell.role)
  const wrong = faultIn(cell, outcome)
  return {
    wrong: wrong === undefined ? undefined : `${nameOf(cell)}: ${wrong}`,
    causes: outcome.sightings.flatMap(causesIn),
  }
}

function nameOf({ fault, level, role, kind, tier, leaf, others, listing }: Cell): string {
  const { victim, name } = fault
  return [
    `${victim} ${name}`,
    level,
    role,
    kind,
    `others: ${others}`,
    ...(tier === 'intermediate' ? [`leaf: ${leaf}`] : []),
    ...(victim === 'onecrl' ? [] : [`OneCRL ${listing}`]),
  ].join(', ')
}

interface Outcome {
  readonly sightings: readonly Sighting[]
  readonly response: WebRequest.BlockingResponse | undefined
  readonly tookMs: number
}

const STEP_MS = 500
/** The deadline, and the second after which whatever has not ended by itself hangs. */
const LIMIT_MS = DEFAULT_SETTINGS.deadlineMs + 1_000

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

function causesIn({ verdict, report }: Sighting): readonly Cause[] {
  const evidence = report?.certificates.flatMap((certificate) => certificate.evidence) ?? []
  const unknowns = evidence.flatMap(({ status }) => (status.kind === 'unknown' ? [status.cause] : []))
  return verdict?.cause === undefined ? unknowns : [verdict.cause, ...unknowns]
}

function faultIn(cell: Cell, { response, tookMs, sightings }: Outcome): string | undefined {
  const { fault, level, role } = cell
  const situation = situationOf(cell)
  const ruling = rulingOn(situation)
  const isShown = response !== undefined && response.cancel !== true && response.redirectUrl === undefined
  const mayShow = mayBeShown(ruling, situation)
  if (tookMs > LIMIT_MS) return 'takes too long'
  if (isShown && !mayShow) return 'is shown'
  // One who fails takes nothing away from what another vouches for; the settings may, which say how strict to be.
  const mustShow = fault.hidesLevel !== true && (level === 'watch' || ruling.word === 'verified')
  if (!isShown && mustShow) return 'is held, though it is good'
  // A page has its interstitial to wait in for what only the deadline ends.
  if (role === 'page' && tookMs >= DEFAULT_SETTINGS.holdMs) return undefined
  if (!SOURCES.has(fault.victim)) return undefined
  if (!isShown && mayShow) return `is held, though it is ${ruling.word}`
  const { verdict } = sightings.at(-1) ?? {}
  if (verdict === undefined) return undefined
  if (verdict.kind !== ruling.word) return `is called ${verdict.kind}, though it is ${ruling.word}`
  if (!ruling.certificates.includes(verdict.certificate)) return `blames certificate ${verdict.certificate}`
  return undefined
}

/** Where these fail, all else is known: then even what it is called is, and for which certificate. */
const SOURCES: ReadonlySet<Victim> = new Set(['onecrl', 'crlite', 'crl', 'ocsp'])
