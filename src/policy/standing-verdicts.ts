import type { ChainReport } from './report.ts'

/** The verdicts that still stand, by whatever names a connection's certificate. In memory only. */
export interface StandingVerdicts {
  find(key: string, now: number): ChainReport | undefined
  keep(key: string, report: ChainReport): void
  forget(key: string): void
  forgetWhere(isMeant: (key: string) => boolean): void
  clear(): void
}

/** Holds at most `limit` verdicts; the one that was not needed for longest goes first. */
export function createStandingVerdicts(limit = 2_000): StandingVerdicts {
  const verdicts = new Map<string, ChainReport>()
  return {
    find(key, now) {
      const report = verdicts.get(key)
      if (report === undefined) return undefined
      verdicts.delete(key)
      // A clock that was set back makes every time a guess: decide anew.
      if (report.verdict.until <= now || report.verdict.decidedAt > now) return undefined
      verdicts.set(key, report)
      return report
    },
    keep(key, report) {
      verdicts.delete(key)
      verdicts.set(key, report)
      const oldest = verdicts.keys().next()
      if (verdicts.size > limit && oldest.done !== true) verdicts.delete(oldest.value)
    },
    forget: (key) => verdicts.delete(key),
    forgetWhere(isMeant) {
      for (const key of verdicts.keys()) if (isMeant(key)) verdicts.delete(key)
    },
    clear: () => verdicts.clear(),
  }
}
