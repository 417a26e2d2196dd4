import type { Figure } from './figure.ts'

/** One thing that is measured; a new one is a file like its neighbours, named in benchmarks.ts. */
export interface Benchmark {
  readonly name: string
  readonly title: string
  run(): Promise<Result>
}

export interface Result {
  readonly figures: readonly Figure[]
  /** What the figures do not say by themselves, as sentences. */
  readonly notes: readonly string[]
}
