import {
  type Drilled,
  type Facts,
  MAX_WITNESSES,
  type Reading,
  type Readings,
  type Sight,
  type SightId,
} from './facts.ts'
import type { ReadValue, Signal } from './signal.ts'

/** What is seen again within this time is not worth a change. */
const SAME_WITHIN_MS = 10 * 60_000

/** The facts with one more; the same object where it brings nothing new. */
export function noteSignal(facts: Facts, signal: Signal): Facts {
  const { at } = signal
  switch (signal.kind) {
    case 'asked':
      return see(
        without(facts, [`not-asked-${rootOf(signal)}`]),
        `asked-${rootOf(signal)}`,
        at,
        signal.issuer,
      )
    case 'not-asked':
      return see(facts, `not-asked-${rootOf(signal)}`, at, signal.issuer)
    case 'refused':
      return see(facts, signal.why, at, signal.site)
    case 'own-request':
      return signal.wasUpgraded
        ? see(without(facts, ['not-upgraded']), 'upgraded', at, '')
        : see(without(facts, ['upgraded']), 'not-upgraded', at, '')
    case 'drill':
      return {
        ...(signal.outcome === 'not-asked' ? facts : withoutPassive(facts)),
        drill: drilled(facts, signal),
      }
    case 'read':
      return read(facts, signal)
  }
}

function rootOf({ isBuiltInRoot }: { readonly isBuiltInRoot: boolean }): 'public' | 'private' {
  return isBuiltInRoot ? 'public' : 'private'
}

function see(facts: Facts, id: SightId, at: number, witness: string): Facts {
  const known: Sight = facts.sights[id] ?? { since: at, at: -Infinity, count: 0, witnesses: [] }
  const isNew = !known.witnesses.includes(witness)
  // Of the certificates that were not asked about each one counts.
  const isCounted = id === 'not-asked-public' || id === 'not-asked-private'
  if (!isNew && !isCounted && at - known.at < SAME_WITHIN_MS) return facts
  const witnesses = isNew ? [...known.witnesses, witness].slice(0, MAX_WITNESSES) : known.witnesses
  const sight: Sight = { since: known.since, at, count: known.count + 1, witnesses }
  return { ...facts, sights: { ...facts.sights, [id]: sight } }
}

function read(facts: Facts, { at, from, values }: Extract<Signal, { kind: 'read' }>): Facts {
  const before = facts.readings[from] ?? {}
  const after: Partial<Record<ReadValue['setting'], Reading>> = {}
  for (const { setting, state, isExplicit } of values) {
    const known = before[setting]
    const isSame = known?.state === state && known.isExplicit === isExplicit
    // What an administrator goes on to declare gets no truer by that: what is seen meanwhile may speak against it.
    const last = isSame && from === 'declared' ? known.at : at
    after[setting] = { state, isExplicit, since: isSame ? known.since : at, at: last }
  }
  if (from === 'declared' && isSameReading(before, after)) return facts
  // A file may have been written long ago; what was seen since stands beside it.
  const rest = from === 'about-support' ? withoutPassive(facts) : facts
  return { ...rest, readings: { ...rest.readings, [from]: after } }
}

function isSameReading(before: Readings, after: Readings): boolean {
  return JSON.stringify(before) === JSON.stringify(after)
}

function drilled({ drill }: Facts, signal: Extract<Signal, { kind: 'drill' }>): Drilled {
  const isSame = drill?.outcome === signal.outcome && drill.isBuiltInRoot === signal.isBuiltInRoot
  return { ...signal, since: isSame ? drill.since : signal.at }
}

/** What was seen before something surer came is of no use any more; what comes after may contradict it. */
function withoutPassive(facts: Facts): Facts {
  return without(facts, [
    'asked-public',
    'asked-private',
    'not-asked-public',
    'not-asked-private',
    'responder-failed',
  ])
}

function without(facts: Facts, ids: readonly SightId[]): Facts {
  if (!ids.some((id) => id in facts.sights)) return facts
  const sights = { ...facts.sights }
  for (const id of ids) delete sights[id]
  return { ...facts, sights }
}
