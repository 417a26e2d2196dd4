import { parseCertificate } from '../../pki/certificate/parse.ts'
import { PkiError } from '../../pki/pki-error.ts'
import { checkChain, type Chain, type CheckOptions } from '../../policy/check.ts'
import type { Clock } from '../../policy/clock.ts'
import type { ChainReport } from '../../policy/report.ts'
import type { RunningCheck, RunningChecks } from '../../policy/running-checks.ts'
import type { Settings } from '../../policy/settings.ts'
import type { Source } from '../../policy/source.ts'
import type { StandingVerdicts } from '../../policy/standing-verdicts.ts'
import { faulted, type Verdict } from '../../policy/verdict.ts'
import type { Awake } from '../awake.ts'
import type { ReceivedChain } from '../handshake.ts'
import type { PrivateMemory } from '../private-windows.ts'
import type { SessionTable } from '../storage/session-table.ts'

/** Whose certificate, seen from where: evidence from private windows stays among them. */
export interface Party {
  /** SHA-256 of the leaf, lower-case hex. */
  readonly fingerprint: string
  readonly isPrivate: boolean
}

export interface Checker {
  /** The verdict that still stands, from memory. */
  readonly standing: (party: Party) => ChainReport | undefined
  /** The same, from before a suspension of the event page. */
  readonly remembered: (party: Party) => Promise<ChainReport | undefined>
  /** A page is let go on it now: it has to be there when the page comes, whatever becomes of the event page meanwhile. */
  readonly remember: (party: Party, report: ChainReport) => Promise<void>
  /** The check under way for this chain, or a new one. Its result never rejects. */
  readonly start: (chain: ReceivedChain, party: Party, settings: Settings, renew?: boolean) => RunningCheck
  readonly running: (party: Party) => RunningCheck | undefined
  readonly forget: (party: Party) => Promise<void>
  /** Every verdict may be wrong by now, and with them what the checks under way will come to: none of them stands. */
  readonly forgetAll: () => Promise<void>
}

/**
 * Whoever comes by new evidence has all verdicts forgotten. Should the process end between the two, what is remembered
 * counts for no longer than stored evidence goes without being looked through for what is to be renewed, milliseconds.
 */
const REMEMBERED_MS = 3_600_000
/** What ends sooner is not worth remembering, milliseconds: it is tried again instead. */
const SHORT_MS = 60_000

interface CheckerParts {
  /** In the order in which they are asked. */
  readonly sources: (settings: Settings) => readonly Source[]
  readonly clock: Clock
  readonly awake: Awake
  readonly standing: StandingVerdicts
  readonly running: RunningChecks
  /** What outlives a suspension of the event page. */
  readonly kept: SessionTable<ChainReport>
}

export function createChecker({
  sources,
  clock,
  awake,
  standing,
  running,
  kept,
}: CheckerParts): Checker & PrivateMemory {
  // How often something was forgotten, and what it was when a check began: what it comes to may rest on what was known then.
  let forgotten = 0
  const begun = new WeakMap<ChainReport, number>()
  const mayStand = (report: ChainReport): boolean =>
    (begun.get(report) ?? forgotten) === forgotten || isSafe(report.verdict)

  async function check(chain: ReceivedChain, options: CheckOptions): Promise<ChainReport> {
    const letGo = awake.hold()
    const startedAt = clock.now()
    try {
      return await checkChain(parseChain(chain), options)
    } catch (error) {
      return failedReport(error, chain, startedAt, clock.now())
    } finally {
      letGo()
    }
  }

  function keep(key: string, report: ChainReport, isPrivate: boolean): void {
    standing.keep(key, report)
    const { decidedAt, until } = report.verdict
    if (!isPrivate && until - decidedAt > SHORT_MS) kept.keepSoon(key, report)
  }

  return {
    standing: (party) => standing.find(keyOf(party), clock.now()),
    async remembered(party) {
      const since = forgotten
      const report = await kept.find(keyOf(party))
      if (report === undefined || since !== forgotten || !isRemembered(report, clock.now())) return undefined
      standing.keep(keyOf(party), report)
      return report
    },
    async remember(party, report) {
      if (mayStand(report)) await kept.keep(keyOf(party), report)
    },
    start(chain, party, settings, renew = false) {
      const key = keyOf(party)
      const { level, deadlineMs } = settings
      return running.join(key, async (onProgress) => {
        const { isPrivate } = party
        const since = forgotten
        const report = await check(chain, {
          sources: sources(settings),
          clock,
          level,
          deadlineMs,
          isPrivate,
          renew,
          onProgress,
        })
        begun.set(report, since)
        if (mayStand(report)) keep(key, report, isPrivate)
        return report
      })
    },
    running: (party) => running.find(keyOf(party)),
    async forget(party) {
      standing.forget(keyOf(party))
      await kept.drop(keyOf(party))
    },
    async forgetAll() {
      forgotten++
      standing.clear()
      await kept.clear()
    },
    // Also what is still being checked for them, once that has ended.
    async forgetPrivate() {
      const forget = async () => {
        standing.forgetWhere(isPrivateKey)
        await kept.dropWhere(isPrivateKey)
      }
      await forget()
      await running.settled(isPrivateKey)
      await forget()
    },
  }
}

/** What is new will not make worse; and whoever has waited ten seconds for nothing is not made to wait again. */
function isSafe({ kind }: Verdict): boolean {
  return kind === 'revoked' || kind === 'unverified'
}

/** A clock that was set back makes every time a guess, as for verdicts in memory. */
function isRemembered({ verdict: { decidedAt, until } }: ChainReport, now: number): boolean {
  return decidedAt <= now && now < Math.min(until, decidedAt + REMEMBERED_MS)
}

function keyOf({ fingerprint, isPrivate }: Party): string {
  return isPrivate ? `${PRIVATE}${fingerprint}` : fingerprint
}

const PRIVATE = 'private '

function isPrivateKey(key: string): boolean {
  return key.startsWith(PRIVATE)
}

function parseChain({ certificates, fingerprints, isBuiltInRoot }: ReceivedChain): Chain {
  return { certificates: certificates.map((der) => parseCertificate(der)), fingerprints, isBuiltInRoot }
}

/** A chain that Firefox accepted and we cannot read, or a fault of our own: nobody vouched. */
function failedReport(error: unknown, chain: ReceivedChain, startedAt: number, now: number): ChainReport {
  const cause = error instanceof PkiError ? error.code : 'internal-fault'
  return {
    verdict: { ...faulted(now), cause, until: now + 10_000 },
    certificates: [],
    rootName: '',
    isBuiltInRoot: chain.isBuiltInRoot,
    startedAt,
    tookMs: now - startedAt,
  }
}
