import { parseCertificate } from '../../pki/certificate/parse.ts'
import { PkiError } from '../../pki/pki-error.ts'
import { checkChain, type Chain, type CheckOptions } from '../../policy/check.ts'
import type { Clock } from '../../policy/clock.ts'
import type { ChainReport } from '../../policy/report.ts'
import type { RunningCheck, RunningChecks } from '../../policy/running-checks.ts'
import type { Settings } from '../../policy/settings.ts'
import type { Source } from '../../policy/source.ts'
import type { StandingVerdicts } from '../../policy/standing-verdicts.ts'
import { faulted } from '../../policy/verdict.ts'
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
  /** The verdict on which a page was let go after a long check, also across a suspension. */
  readonly remembered: (party: Party) => Promise<ChainReport | undefined>
  readonly remember: (party: Party, report: ChainReport) => Promise<void>
  /** The check under way for this chain, or a new one. Its result never rejects. */
  readonly start: (chain: ReceivedChain, party: Party, settings: Settings, renew?: boolean) => RunningCheck
  readonly running: (party: Party) => RunningCheck | undefined
  readonly forget: (party: Party) => Promise<void>
  readonly forgetAll: () => Promise<void>
}

interface CheckerParts {
  /** In the order in which they are asked. */
  readonly sources: (settings: Settings) => readonly Source[]
  readonly clock: Clock
  readonly awake: Awake
  readonly standing: StandingVerdicts
  readonly running: RunningChecks
  readonly released: SessionTable<ChainReport>
}

export function createChecker({
  sources,
  clock,
  awake,
  standing,
  running,
  released,
}: CheckerParts): Checker & PrivateMemory {
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

  return {
    standing: (party) => standing.find(keyOf(party), clock.now()),
    async remembered(party) {
      const report = await released.find(keyOf(party))
      // A clock that was set back makes every time a guess, as for verdicts in memory.
      const now = clock.now()
      if (report === undefined || report.verdict.until <= now || report.verdict.decidedAt > now)
        return undefined
      standing.keep(keyOf(party), report)
      return report
    },
    remember: (party, report) => released.keep(keyOf(party), report),
    start(chain, party, settings, renew = false) {
      const key = keyOf(party)
      const { level, deadlineMs } = settings
      return running.join(key, async (onProgress) => {
        const { isPrivate } = party
        const report = await check(chain, {
          sources: sources(settings),
          clock,
          level,
          deadlineMs,
          isPrivate,
          renew,
          onProgress,
        })
        standing.keep(key, report)
        return report
      })
    },
    running: (party) => running.find(keyOf(party)),
    async forget(party) {
      standing.forget(keyOf(party))
      await released.drop(keyOf(party))
    },
    async forgetAll() {
      standing.clear()
      await released.clear()
    },
    // Also what is still being checked for them, once that has ended.
    async forgetPrivate() {
      const forget = async () => {
        standing.forgetWhere(isPrivateKey)
        await released.dropWhere(isPrivateKey)
      }
      await forget()
      await running.settled(isPrivateKey)
      await forget()
    },
  }
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
