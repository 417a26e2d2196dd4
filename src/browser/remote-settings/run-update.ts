import type { Cancellation } from '../../policy/cancellation.ts'
import { type RemoteCause, type RemoteError, remoteErrorOf } from './cause.ts'
import { COLLECTIONS, type CollectionName, type RemoteSettingsConfig } from './config.ts'
import { createDownload } from './download.ts'
import { askMonitor } from './monitor.ts'
import type { CollectionState, InForce, RemoteStates } from './remote-state.ts'
import type { RemoteSettingsParts } from './remote-settings.ts'
import { dueAt, pauseEnd } from './schedule.ts'
import { createIsListed } from './listed-signers.ts'
import { createChainAt } from './signing-chains.ts'
import type { StateBoard } from './state-board.ts'
import { updateCollection } from './update-collection.ts'

/** `requested` by the user: does not wait for its turn, but for the server if that wants to be left alone. */
export type UpdateReason = 'scheduled' | 'requested'

export type CollectionOutcome =
  | { readonly kind: 'updated' | 'unchanged' }
  | { readonly kind: 'failed'; readonly cause: RemoteCause; readonly detail: string }
  | { readonly kind: 'not-due'; readonly at: number }

export type UpdateOutcome = Readonly<Record<CollectionName, CollectionOutcome>>

export interface RunParts extends RemoteSettingsParts {
  readonly board: StateBoard
}

/** One update of every collection that is due. Never rejects. */
export async function runUpdate(
  reason: UpdateReason,
  parts: RunParts,
  cancellation: Cancellation,
): Promise<UpdateOutcome> {
  const { board } = parts
  try {
    const states = await board.states()
    return await attemptAll(states, reason, parts, cancellation)
  } catch (error) {
    const failed = remoteErrorOf(error)
    const { collections } = await board.status()
    // What is on disk cannot be known, and hence not be changed.
    for (const name of COLLECTIONS)
      board.take(name, failedState(collections[name], failed, parts.clock.now()))
    return { onecrl: outcomeOf(failed), 'cert-revocations': outcomeOf(failed) }
  } finally {
    board.tell({ phase: 'idle' })
  }
}

async function attemptAll(
  states: RemoteStates,
  reason: UpdateReason,
  parts: RunParts,
  cancellation: Cancellation,
): Promise<UpdateOutcome> {
  const session = startSession({ ...parts, config: await parts.config() }, cancellation)
  const attemptIfDue = (name: CollectionName): Promise<CollectionOutcome> => {
    const now = parts.clock.now()
    const at = reason === 'requested' ? pauseEnd(states[name], now) : dueAt(states[name], now)
    return at > now ? Promise.resolve({ kind: 'not-due', at }) : attempt(name, states[name], session)
  }
  // One after the other: the second finds the chain that the first has fetched.
  const onecrl = await attemptIfDue('onecrl')
  return { onecrl, 'cert-revocations': await attemptIfDue('cert-revocations') }
}

type Session = ReturnType<typeof startSession>

/** What the collections of one update have in common. */
function startSession(
  parts: Omit<RunParts, 'config'> & { readonly config: RemoteSettingsConfig },
  cancellation: Cancellation,
) {
  const { config, clock, crypto, board } = parts
  let notBefore: number | undefined
  const onPause = (ms: number): void => {
    notBefore = Math.max(notBefore ?? 0, clock.now() + ms)
  }
  const download = createDownload({ ...parts, cancellation, onPause })
  let monitor: ReturnType<typeof askMonitor> | undefined
  return {
    ...parts,
    download,
    chainAt: createChainAt(config, download),
    context: { trust: config.trust, now: clock.now(), crypto },
    notBefore: () => notBefore,
    lastModified: async (name: CollectionName): Promise<number> => {
      board.tell({ phase: 'asking' })
      monitor ??= askMonitor(config, download)
      return (await monitor)(name)
    },
  }
}

async function attempt(
  name: CollectionName,
  before: CollectionState,
  session: Session,
): Promise<CollectionOutcome> {
  const { board, clock } = session
  const state = { ...before, lastAttempt: clock.now() }
  let { pending } = before
  try {
    await board.keep(name, state)
    const expected = await session.lastModified(name)
    const isChanged = await updateCollection[name](
      { expected, state, succeeded: (inForce) => succeededState(state, inForce, session) },
      {
        ...session,
        context: { ...session.context, isRevoked: createIsListed(session) },
        tell: board.tell,
        take: board.take,
        onPending: (left) => {
          pending = left
        },
      },
    )
    return { kind: isChanged ? 'updated' : 'unchanged' }
  } catch (thrown) {
    const error = remoteErrorOf(thrown)
    const failed = { ...failedState(state, error, clock.now()), pending, notBefore: session.notBefore() }
    await board.keep(name, error.code === 'cancelled' ? before : failed)
    return outcomeOf(error)
  }
}

function succeededState(
  state: CollectionState,
  inForce: InForce,
  { clock, notBefore }: Session,
): CollectionState {
  const lastSuccess = clock.now()
  return { ...state, lastSuccess, inForce, failure: undefined, pending: undefined, notBefore: notBefore() }
}

/** Of what others wrote into a message, no more than fits on a page. */
const MAX_DETAIL = 300

function failedState(state: CollectionState, { code, message }: RemoteError, now: number): CollectionState {
  const { since = now, attempts = 0 } = state.failure ?? {}
  const detail = message.slice(0, MAX_DETAIL)
  return { ...state, failure: { cause: code, detail, since, at: now, attempts: attempts + 1 } }
}

function outcomeOf({ code, message }: RemoteError): CollectionOutcome {
  return { kind: 'failed', cause: code, detail: message.slice(0, MAX_DETAIL) }
}
