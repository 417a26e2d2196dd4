import type { Alarms } from 'webextension-polyfill'
import { Cancellation } from '../../policy/cancellation.ts'
import type { Clock } from '../../policy/clock.ts'
import { retriesByItself } from '../../policy/retry.ts'
import type { Awake } from '../awake.ts'
import type { ChainStore } from '../check/chain-store.ts'
import type { Checker } from '../check/checker.ts'
import { createInTurn } from '../in-turn.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import type { HeldPage, HeldState } from '../messages.ts'
import type { Hold } from './hold.ts'
import type { Holds } from './holds.ts'

interface RetryParts {
  readonly holds: Pick<Holds, 'list' | 'retry' | 'reconsider'>
  /** The ids of those holds whose interstitial stands in a tab. */
  readonly shown: () => Promise<readonly string[]>
  readonly checker: Pick<Checker, 'forget' | 'start'>
  readonly chains: Pick<ChainStore, 'find'>
  readonly settings: Pick<SettingsStore, 'load'>
  readonly alarms: Pick<Alarms.Static, 'create'>
  readonly alarm: string
  readonly clock: Clock
  readonly awake: Awake
  /** At least 0 and less than 1. */
  readonly chance: () => number
}

/** When what is held is tried again without the user. Nothing here rejects. */
export interface Retry {
  /** Something is held, or is held no more: the alarm is set for what is due first. */
  readonly onHeld: () => Promise<void>
  /** The alarm has rung: what is due is tried. */
  readonly onDue: () => Promise<void>
  /** An obstacle to everything seems to have gone, as an outage of the network: everything is tried, and soon. */
  readonly onNetworkBack: () => Promise<void>
  /** The user wants everything tried again that he can see held. A round that is under way is joined. */
  readonly onUser: (isPrivate: boolean) => void
  /** All that stands held in tabs, in private windows or in the others, and how far the user's round has come. */
  readonly held: (isPrivate: boolean) => Promise<HeldState>
}

/** How many certificates are checked at once, however many tabs are held for them. */
const AT_ONCE = 4
/** A network that has just come back is not quite there, nor is it everybody's alone. */
const SETTLING_MS = 500
const SPREAD_MS = 1_500
/** So long after one such round there is no other, however often the network comes and goes. */
const REST_MS = 5_000
const SOONEST_MS = 1_000
/** Whatever is said to be due later was planned before the clock was set back. */
const LONGEST_MS = 10 * 60_000

/**
 * Checks again what is held for a cause that may pass, and leaves the page as it is meanwhile: the user may be reading
 * it, or about to go on. Tabs that are held for the same certificate share one check.
 */
export function createRetry(parts: RetryParts): Retry {
  const { holds, checker, clock } = parts
  const turns = createInTurn()
  let isSettling = false
  let restsUntil = -Infinity
  const rounds = new Map<boolean, HeldState['round']>()

  const inTurn = (run: () => Promise<void>): Promise<void> => turns(run).catch(() => undefined)

  async function standing(): Promise<readonly Hold[]> {
    const shown = new Set(await parts.shown())
    return (await holds.list()).filter(({ id }) => shown.has(id))
  }

  async function waiting(): Promise<readonly Hold[]> {
    return (await standing()).filter(({ verdict }) => verdict !== undefined && retriesByItself(verdict))
  }

  /** With each that is due, all that are held for its certificate: else every tab would bring a check of its own. */
  async function due(): Promise<readonly Hold[]> {
    const all = await waiting()
    const names = new Set(all.filter(({ retryAt }) => isPast(retryAt, clock.now())).map(partyName))
    return all.filter((hold) => names.has(partyName(hold)))
  }

  async function plan(): Promise<void> {
    const times = (await waiting()).flatMap(({ retryAt }) => retryAt ?? [])
    if (times.length === 0) return
    // Not at a time of day: a clock that is set back would put it off.
    const delay = Math.max(Math.min(...times) - clock.now(), SOONEST_MS)
    await parts.alarms.create(parts.alarm, { delayInMinutes: Math.min(delay, LONGEST_MS) / 60_000 })
  }

  /**
   * `attempts`: how many there have been for those that stay held, where they are to be counted anew. `onTried` is told of
   * how many more have been tried.
   */
  async function tryAll(
    meant: () => Promise<readonly Hold[]>,
    attempts?: number,
    onTried: (count: number) => void = () => undefined,
  ): Promise<void> {
    const letGo = parts.awake.hold()
    try {
      const parties = byParty(await meant())
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (let held = parties.shift(); held !== undefined; held = parties.shift()) {
            // One that cannot be tried must not keep the others from it.
            await tryParty(held, attempts).catch(() => undefined)
            onTried(held.length)
          }
        }),
      )
      await plan()
    } finally {
      letGo()
    }
  }

  async function tryParty(held: readonly Hold[], attempts: number | undefined): Promise<void> {
    const { fingerprint, isPrivate } = held[0] ?? {}
    const chain = fingerprint === undefined ? undefined : await parts.chains.find(fingerprint)
    if (fingerprint === undefined || isPrivate === undefined || chain === undefined) {
      // Only the page itself can show its chain. A form's address is not for us to open: it would be without the form.
      for (const { id, method } of held) if (method === 'GET') await holds.retry(id)
      return
    }
    const party = { fingerprint, isPrivate }
    await checker.forget(party)
    const report = await checker.start(chain, party, await parts.settings.load()).result
    // Whoever has gone elsewhere with a tab meanwhile is not fetched back.
    const shown = new Set(await parts.shown())
    for (const { id, attempts: before } of held) {
      if (shown.has(id)) await holds.reconsider(id, report, attempts ?? before + 1)
    }
  }

  async function tryForUser(isPrivate: boolean): Promise<void> {
    let done = 0
    const settled = async () => {
      const all = (await standing()).filter((hold) => hold.isPrivate === isPrivate && hold.verdict)
      rounds.set(isPrivate, { done, total: all.length })
      return all
    }
    await tryAll(settled, 0, (count) => {
      done += count
      rounds.set(isPrivate, { done, total: Math.max(done, rounds.get(isPrivate)?.total ?? 0) })
    })
  }

  return {
    onHeld: () => inTurn(plan),
    onDue: () => inTurn(() => tryAll(due)),
    onUser(isPrivate) {
      if (rounds.has(isPrivate)) return
      rounds.set(isPrivate, { done: 0, total: 0 })
      void inTurn(() => tryForUser(isPrivate)).then(() => rounds.delete(isPrivate))
    },
    async held(isPrivate) {
      const pages = (await standing()).filter((hold) => hold.isPrivate === isPrivate).map(pageOf)
      return { pages, round: rounds.get(isPrivate) }
    },
    async onNetworkBack() {
      if (isSettling) return
      isSettling = true
      const soonest = SETTLING_MS + parts.chance() * SPREAD_MS
      // However the clock is set meanwhile.
      const rest = Math.min(restsUntil - clock.now(), REST_MS)
      await clock.wait(Math.max(soonest, rest), new Cancellation())
      isSettling = false
      restsUntil = clock.now() + REST_MS
      await inTurn(() => tryAll(waiting, 0))
    },
  }
}

function pageOf({ tabId, host, verdict }: Hold): HeldPage {
  return { tabId, host, verdict: verdict?.kind, cause: verdict?.cause }
}

function isPast(retryAt: number | undefined, now: number): boolean {
  return retryAt !== undefined && (retryAt <= now || retryAt > now + LONGEST_MS)
}

function partyName({ id, fingerprint, isPrivate }: Hold): string {
  return fingerprint === undefined ? id : `${fingerprint} ${isPrivate}`
}

/** Each for one certificate, as seen from private windows or from others. */
function byParty(holds: readonly Hold[]): Hold[][] {
  const parties = new Map<string, Hold[]>()
  for (const hold of holds) {
    const key = partyName(hold)
    parties.set(key, [...(parties.get(key) ?? []), hold])
  }
  return [...parties.values()]
}
