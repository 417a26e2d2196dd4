import type { Checker } from '../../src/browser/check/checker.ts'
import type { ChainReport } from '../../src/policy/report.ts'

/** A checker whose checks end when they are told to. */
export class FakeChecker implements Checker {
  started = 0
  known: ChainReport | undefined
  readonly kept: ChainReport[] = []
  #end: (report: ChainReport) => void = () => undefined
  #running: ReturnType<Checker['start']> | undefined

  readonly standing = () => this.known
  readonly remembered = () => Promise.resolve(undefined)
  readonly remember = (_: unknown, report: ChainReport) => {
    this.kept.push(report)
    return Promise.resolve()
  }
  readonly start = () => {
    // Equal checks in flight are one check.
    if (this.#running !== undefined) return this.#running
    this.started++
    const result = new Promise<ChainReport>((resolve) => {
      this.#end = resolve
    })
    this.#running = { result, progress: () => undefined }
    return this.#running
  }
  readonly running = () => this.#running
  readonly forget = () => {
    this.known = undefined
    return Promise.resolve()
  }
  readonly forgetAll = this.forget

  end(report: ChainReport): void {
    this.known = report
    this.#running = undefined
    this.#end(report)
  }

  /** As after a suspension of the event page: nothing is known of what went on. */
  suspend(): void {
    this.known = undefined
    this.#running = undefined
  }
}
