import { actionFor } from '../../policy/action.ts'
import type { Clock } from '../../policy/clock.ts'
import { grantException, isExcepted } from '../../policy/exception.ts'
import type { ChainReport } from '../../policy/report.ts'
import type { ExceptionDuration } from '../../policy/settings.ts'
import { retriesByItself, retryDelay } from '../../policy/retry.ts'
import { isTypedHost } from '../../policy/typed-host.ts'
import type { ChainStore } from '../check/chain-store.ts'
import type { Checker, Party } from '../check/checker.ts'
import type { HoldState } from '../messages.ts'
import type { ExceptionStore } from '../storage/exception-store.ts'
import type { SessionTable } from '../storage/session-table.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import type { Hold } from './hold.ts'
import type { Sighting } from './sighting.ts'

export interface HoldParts {
  readonly table: SessionTable<Hold>
  readonly checker: Checker
  readonly chains: ChainStore
  readonly exceptions: Pick<ExceptionStore, 'list' | 'add'>
  readonly settings: SettingsStore
  readonly clock: Clock
  readonly newId: () => string
  /** At least 0 and less than 1. */
  readonly chance: () => number
  /** Puts the interstitial into the tab. */
  readonly showInterstitial: (hold: Hold) => Promise<void>
  /** Sends the tab on its way to the page. */
  readonly letGo: (hold: Hold) => Promise<void>
  readonly onChange: (hold: Hold) => void
  /** The check has ended, and the page stays held back. */
  readonly onSettled: (hold: Hold) => void
  /** The user went on to it. */
  readonly onContinued: (hold: Hold) => void
}

export interface Holds {
  readonly open: (sighting: Sighting) => Promise<void>
  readonly find: (id: string) => Promise<Hold | undefined>
  /** The oldest first; their tabs may have gone on meanwhile. */
  readonly list: () => Promise<readonly Hold[]>
  /** What the interstitial shows; goes on with the check where a suspension has ended it, and with the page where it ended well. */
  readonly state: (id: string) => Promise<HoldState>
  readonly retry: (id: string) => Promise<HoldState>
  /** What has settled was checked again, without the user: it goes on its way, or stays held as it now stands. */
  readonly reconsider: (id: string, report: ChainReport, attempts: number) => Promise<void>
  readonly continueAnyway: (id: string, choice: Choice) => Promise<boolean>
  readonly onTabRemoved: (tabId: number) => Promise<void>
}

interface Choice {
  readonly duration: ExceptionDuration
  readonly typedHost?: string
}

/** Nobody has read a page that has stood for less than this, ms: a click within it was meant for something else. */
const READING_MS = 1_000
/** Of one tab: those that its history leads back to. A site that navigates for ever must not crowd out other tabs' holds. */
const KEPT_OF_TAB = 5
/** A page that comes back sooner was hardly gone to by hand. */
const CAME_BACK_MS = 30_000

export function createHolds(parts: HoldParts): Holds {
  const { table, checker, clock } = parts

  async function keep(hold: Hold): Promise<Hold> {
    await table.keep(hold.id, hold)
    parts.onChange(hold)
    return hold
  }

  async function release(hold: Hold, report: ChainReport | undefined): Promise<HoldState> {
    // Kept beyond a suspension, or the page would be checked, held and let go for ever.
    const party = partyOf(hold)
    if (party !== undefined && report !== undefined) await checker.remember(party, report)
    const state = await describe({ ...hold, report, verdict: report?.verdict }, 'released')
    await table.drop(hold.id)
    await parts.letGo(hold)
    return state
  }

  async function describe(hold: Hold, phase: 'checking' | 'settled' | 'released'): Promise<HoldState> {
    const { deadlineMs } = await parts.settings.load()
    const { host, url, method, wasSent, startedAt, report, verdict, retryAt, cameBack } = hold
    const party = partyOf(hold)
    return {
      phase,
      host,
      url,
      method,
      wasSent,
      startedAt,
      deadlineMs,
      report,
      verdict,
      mayContinue: mayContinue(hold),
      retryAt,
      isTryingAgain: phase === 'settled' && party !== undefined && checker.running(party) !== undefined,
      cameBack,
    }
  }

  function retryTime({ verdict, attempts }: Pick<Hold, 'verdict' | 'attempts'>): number | undefined {
    if (verdict === undefined || !retriesByItself(verdict)) return undefined
    return clock.now() + retryDelay(attempts, parts.chance())
  }

  async function proceed(hold: Hold): Promise<HoldState> {
    const party = partyOf(hold)
    const shown = { ...hold, shownAt: clock.now() }
    if (party === undefined) return settle(shown, undefined)
    const known = checker.standing(party)
    if (known !== undefined) return settle(shown, known)
    const running = checker.running(party)
    if (running !== undefined) {
      const report = running.progress()
      return describe({ ...hold, report, startedAt: report?.startedAt ?? hold.startedAt }, 'checking')
    }
    const chain = await parts.chains.find(party.fingerprint)
    // The chain was forgotten: the page itself must show it again.
    if (chain === undefined) return release(hold, undefined)
    checker.start(chain, party, await parts.settings.load())
    return describe(hold, 'checking')
  }

  async function settle(hold: Hold, report: ChainReport | undefined): Promise<HoldState> {
    const verdict = report?.verdict ?? hold.verdict
    if (verdict === undefined) return release(hold, undefined)
    const retryAt = retryTime({ ...hold, verdict })
    const settled = await keep({ ...hold, verdict, report, retryAt })
    if (!(await isHeld(settled))) return release(settled, report)
    parts.onSettled(settled)
    return describe(settled, 'settled')
  }

  async function isHeld(hold: Hold): Promise<boolean> {
    const { level } = await parts.settings.load()
    const { verdict, fingerprint, host, isPrivate } = hold
    if (verdict === undefined) return true
    if (actionFor(verdict.kind, level, 'page') === 'allow') return false
    if (fingerprint === undefined) return true
    return !isExcepted(await parts.exceptions.list(), { host, fingerprint, verdict, isPrivate }, clock.now())
  }

  async function ofTab(tabId: number): Promise<readonly Hold[]> {
    return (await table.list()).filter((hold) => hold.tabId === tabId)
  }

  return {
    find: (id) => table.find(id),
    list: () => table.list(),
    async onTabRemoved(tabId) {
      for (const { id } of await ofTab(tabId)) await table.drop(id)
    },
    async open({ request, fingerprint, connection, verdict, report }) {
      const { tabId, url, host, method, isPrivate, isSent: wasSent } = request
      const now = clock.now()
      const earlier = await ofTab(tabId)
      for (const { id } of earlier.slice(0, -(KEPT_OF_TAB - 1))) await table.drop(id)
      const hold = await keep({
        id: parts.newId(),
        tabId,
        url,
        host,
        method,
        isPrivate,
        wasSent,
        fingerprint,
        connection,
        openedAt: now,
        cameBack: earlier.some((other) => other.url === url && now - other.openedAt < CAME_BACK_MS),
        startedAt: report?.startedAt ?? now,
        verdict,
        report,
        shownAt: undefined,
        attempts: 0,
        retryAt: retryTime({ verdict, attempts: 0 }),
      })
      await parts.showInterstitial(hold)
    },
    async state(id) {
      const hold = await table.find(id)
      if (hold === undefined) return { phase: 'gone' }
      if (hold.verdict === undefined) return proceed(hold)
      // Another tab, or the options, may have changed what is held.
      if (!(await isHeld(hold))) return release(hold, hold.report)
      const shown = hold.shownAt === undefined ? await keep({ ...hold, shownAt: clock.now() }) : hold
      return describe(shown, 'settled')
    },
    async retry(id) {
      const hold = await table.find(id)
      if (hold === undefined) return { phase: 'gone' }
      const party = partyOf(hold)
      if (party === undefined) return release(hold, undefined)
      await checker.forget(party)
      return proceed(
        await keep({
          ...hold,
          verdict: undefined,
          report: undefined,
          shownAt: undefined,
          retryAt: undefined,
          startedAt: clock.now(),
        }),
      )
    },
    async reconsider(id, report, attempts) {
      const hold = await table.find(id)
      // It has gone on, or is being tried by the user's hand.
      if (hold?.verdict === undefined) return
      const { kind, cause } = report.verdict
      const isAsRead = kind === hold.verdict.kind && cause === hold.verdict.cause
      await settle({ ...hold, attempts, shownAt: isAsRead ? hold.shownAt : undefined }, report)
    },
    async continueAnyway(id, { duration, typedHost }) {
      const hold = await table.find(id)
      if (hold?.verdict === undefined || hold.shownAt === undefined || hold.fingerprint === undefined)
        return false
      if (clock.now() - hold.shownAt < READING_MS) return false
      if (mayContinue(hold) === 'typed-host' && !isTypedHost(typedHost ?? '', hold.host)) return false
      const { host, fingerprint, verdict, isPrivate } = hold
      await parts.exceptions.add(
        grantException(
          { host, fingerprint, verdict, isPrivate },
          { id: parts.newId(), duration, now: clock.now() },
        ),
      )
      parts.onContinued(hold)
      await release(hold, undefined)
      return true
    },
  }
}

function partyOf({ fingerprint, isPrivate }: Hold): Party | undefined {
  return fingerprint === undefined ? undefined : { fingerprint, isPrivate }
}

function mayContinue({ verdict, fingerprint }: Hold): 'yes' | 'typed-host' | 'no' {
  if (fingerprint === undefined) return 'no'
  return verdict?.kind === 'revoked' ? 'typed-host' : 'yes'
}
