import type { ChainReport } from './report.ts'

export interface RunningCheck {
  readonly result: Promise<ChainReport>
  /** The evidence so far; undefined before the first. */
  progress(): ChainReport | undefined
}

export interface RunningChecks {
  /** The check under way for this key, or a new one. */
  join(key: string, run: (onProgress: (report: ChainReport) => void) => Promise<ChainReport>): RunningCheck
  /** The check under way for this key, if there is one. */
  find(key: string): RunningCheck | undefined
  /** Once those that are under way now have ended. */
  settled(isMeant: (key: string) => boolean): Promise<void>
}

/** Equal checks in flight are one check. */
export function createRunningChecks(): RunningChecks {
  const running = new Map<string, RunningCheck>()
  return {
    join(key, run) {
      const known = running.get(key)
      if (known !== undefined) return known
      let latest: ChainReport | undefined
      const check: RunningCheck = {
        result: run((report) => {
          latest = report
        }).finally(() => running.delete(key)),
        progress: () => latest,
      }
      running.set(key, check)
      return check
    },
    find: (key) => running.get(key),
    async settled(isMeant) {
      const meant = [...running].filter(([key]) => isMeant(key))
      await Promise.allSettled(meant.map(([, { result }]) => result))
    },
  }
}
