import type { WebRequest } from 'webextension-polyfill'
import { actionFor } from '../../policy/action.ts'
import type { Clock } from '../../policy/clock.ts'
import { isExcepted } from '../../policy/exception.ts'
import type { Settings } from '../../policy/settings.ts'
import { faulted } from '../../policy/verdict.ts'
import { within } from '../../policy/within.ts'
import type { ExceptionStore } from '../storage/exception-store.ts'
import type { Judgement } from './judge-chain.ts'
import { scopeOf, type GuardedRequest, type Sighting } from './sighting.ts'

/** What takes the place of a page that is held, until the interstitial does. */
export const BLANK = 'about:blank'

export interface ConcludeParts {
  readonly exceptions: Pick<ExceptionStore, 'list'>
  readonly clock: Clock
  readonly onSighting: (sighting: Sighting) => void
}

/** What is done with a request that was judged; tells of it. */
export async function conclude(
  request: GuardedRequest,
  judgement: Judgement,
  settings: Settings,
  parts: ConcludeParts,
): Promise<WebRequest.BlockingResponse> {
  const action = await actionOn(request, judgement, settings, parts)
  tell(parts, sightingOf(request, action, judgement))
  // It has gone by then, whatever comes out.
  judgement.later?.then((late) => tell(parts, sightingOf(request, action, late))).catch(() => undefined)
  return answerTo(request, action)
}

/** What is done where judging failed by a fault of our own. */
export function failClosed(
  request: GuardedRequest,
  { level }: Settings,
  parts: Pick<ConcludeParts, 'clock' | 'onSighting'>,
): WebRequest.BlockingResponse {
  const verdict = faulted(parts.clock.now())
  const action = actionFor(verdict.kind, level, scopeOf(request)) === 'allow' ? 'allowed' : 'held'
  tell(parts, sightingOf(request, action, { verdict }))
  return answerTo(request, action)
}

/**
 * A page is led to about:blank rather than cancelled: so its place in the history is taken, be it a new one or one that the
 * user has come back to, and the page before it cannot go on in the tab until the interstitial stands there.
 */
function answerTo({ role, tabId }: GuardedRequest, action: Sighting['action']): WebRequest.BlockingResponse {
  if (action !== 'held') return {}
  return role === 'page' && tabId >= 0 ? { redirectUrl: BLANK } : { cancel: true }
}

export function isLetGo({ cancel, redirectUrl }: WebRequest.BlockingResponse): boolean {
  return cancel !== true && redirectUrl === undefined
}

async function actionOn(
  request: GuardedRequest,
  { verdict, fingerprint }: Judgement,
  { level }: Settings,
  { exceptions, clock }: ConcludeParts,
): Promise<Sighting['action']> {
  // Still being checked: only a level that never holds lets it go.
  const kind = verdict?.kind ?? 'unverified'
  if (actionFor(kind, level, scopeOf(request)) === 'allow') return 'allowed'
  if (verdict === undefined || fingerprint === undefined) return 'held'
  const occasion = { host: request.host, fingerprint, verdict, isPrivate: request.isPrivate }
  // What cannot be read is not excepted.
  const known = (await within(exceptions.list(), READING_MS, clock)) ?? []
  return isExcepted(known, occasion, clock.now()) ? 'excepted' : 'held'
}

const READING_MS = 1_000

function sightingOf(
  request: GuardedRequest,
  action: Sighting['action'],
  { fingerprint, connection, verdict, report }: Judgement,
): Sighting {
  return { request, action, fingerprint, connection, verdict, report }
}

// Whoever shows it may fail at that; the decision stands.
function tell({ onSighting }: Pick<ConcludeParts, 'onSighting'>, sighting: Sighting): void {
  try {
    onSighting(sighting)
  } catch (error) {
    console.error('Hardfail could not show what it decided:', error)
  }
}
