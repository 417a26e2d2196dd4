import type { WebRequest } from 'webextension-polyfill'
import { actionFor } from '../../policy/action.ts'
import type { Clock } from '../../policy/clock.ts'
import { isExcepted } from '../../policy/exception.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../policy/settings.ts'
import { faulted, overridden, type Verdict } from '../../policy/verdict.ts'
import type { Awake } from '../awake.ts'
import { readHandshake, type Handshake } from '../handshake.ts'
import type { ExceptionStore } from '../storage/exception-store.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import { readRequest } from './guarded-request.ts'
import { judgeChain, type Judgement, type JudgeParts } from './judge-chain.ts'
import { scopeOf, type GuardedRequest, type Sighting } from './sighting.ts'

// The types of the API lag behind Firefox.
type Details = WebRequest.OnHeadersReceivedDetailsType & { readonly fromCache?: boolean }

export interface GuardParts extends JudgeParts {
  readonly settings: SettingsStore
  readonly exceptions: ExceptionStore
  readonly awake: Awake
  readonly clock: Clock
  readonly onSighting: (sighting: Sighting) => void
}

/**
 * Decides about one response whose headers have arrived. It never throws or rejects, keeps the event page awake
 * meanwhile, and waits no longer than the settings say: in each of these cases Firefox would let the request go.
 */
export function createGuard(parts: GuardParts): (details: Details) => Promise<WebRequest.BlockingResponse> {
  return (details) => guardRequest(details, parts).catch(() => ({ cancel: true }))
}

async function guardRequest(details: Details, parts: GuardParts): Promise<WebRequest.BlockingResponse> {
  const letGo = parts.awake.hold()
  try {
    const request = readRequest(details)
    // Asked at once: it is what takes the longest. Without an answer the connection is one that nobody knows.
    const info = parts.securityInfo(request.requestId, { chain: false }).catch(() => undefined)
    const settings = await parts.settings.load().catch(() => DEFAULT_SETTINGS)
    try {
      return await conclude(
        request,
        await judge(request, readHandshake(await info, details.fromCache === true), settings, parts),
        settings,
        parts,
      )
    } catch {
      return failClosed(request, settings, parts)
    }
  } finally {
    letGo()
  }
}

async function judge(
  request: GuardedRequest,
  handshake: Handshake,
  settings: Settings,
  parts: GuardParts,
): Promise<Judgement> {
  switch (handshake.kind) {
    case 'none':
      // An https: response without a word about its connection is nothing that may be let through.
      return { verdict: faulted(parts.clock.now()) }
    case 'overridden':
      return { verdict: overridden(parts.clock.now()), connection: handshake.facts }
    case 'accepted':
      return judgeChain(request, handshake, settings, parts)
  }
}

async function conclude(
  request: GuardedRequest,
  judgement: Judgement,
  settings: Settings,
  parts: GuardParts,
): Promise<WebRequest.BlockingResponse> {
  const action = await actionOn(request, judgement, settings, parts)
  tell(parts, sightingOf(request, action, judgement))
  // It has gone by then, whatever comes out.
  judgement.later?.then((late) => tell(parts, sightingOf(request, action, late))).catch(() => undefined)
  return action === 'held' ? { cancel: true } : {}
}

function sightingOf(
  request: GuardedRequest,
  action: Sighting['action'],
  { fingerprint, connection, verdict, report }: Judgement,
): Sighting {
  return { request, action, fingerprint, connection, verdict, report }
}

async function actionOn(
  request: GuardedRequest,
  { verdict, fingerprint }: Judgement,
  { level }: Settings,
  { exceptions, clock }: GuardParts,
): Promise<Sighting['action']> {
  // Still being checked: only a level that never holds lets it go.
  const kind = verdict?.kind ?? 'unverified'
  if (actionFor(kind, level, scopeOf(request)) === 'allow') return 'allowed'
  if (verdict === undefined || fingerprint === undefined) return 'held'
  const occasion = { host: request.host, fingerprint, verdict, isPrivate: request.isPrivate }
  return isExcepted(await exceptions.list(), occasion, clock.now()) ? 'excepted' : 'held'
}

function failClosed(
  request: GuardedRequest,
  { level }: Settings,
  parts: GuardParts,
): WebRequest.BlockingResponse {
  const verdict: Verdict = faulted(parts.clock.now())
  const action = actionFor(verdict.kind, level, scopeOf(request)) === 'allow' ? 'allowed' : 'held'
  const nothing = { fingerprint: undefined, connection: undefined, report: undefined }
  tell(parts, { request, action, verdict, ...nothing })
  return action === 'held' ? { cancel: true } : {}
}

// Whoever shows it may fail at that; the decision stands.
function tell({ onSighting }: GuardParts, sighting: Sighting): void {
  try {
    onSighting(sighting)
  } catch (error) {
    console.error('Hardfail could not show what it decided:', error)
  }
}
