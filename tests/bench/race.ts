export interface Contender {
  readonly name: string
  /** Whether it came to the right result: a wrong one may be quick, and counts for nothing. */
  readonly run: () => Promise<boolean>
}

export interface RaceOptions {
  readonly rounds: number
  /** Rounds before those that count, for compilers and caches. */
  readonly warmUp: number
}

/**
 * The milliseconds that each contender took in each round, in the order of the contenders. They take turns, so that
 * whatever else the machine does meets all of them alike.
 */
export async function race(
  contenders: readonly Contender[],
  { rounds, warmUp }: RaceOptions,
): Promise<readonly (readonly number[])[]> {
  const lanes = contenders.map((contender) => ({ contender, times: new Array<number>() }))
  for (let round = -warmUp; round < rounds; round++) {
    // Nobody always runs in the wake of the same other.
    for (const { contender, times } of round % 2 === 0 ? lanes : lanes.toReversed()) {
      const tookMs = await time(contender)
      if (round >= 0) times.push(tookMs)
    }
  }
  return lanes.map(({ times }) => times)
}

async function time({ name, run }: Contender): Promise<number> {
  const startedAt = performance.now()
  const isRight = await run()
  const tookMs = performance.now() - startedAt
  if (!isRight) throw new Error(`${name} came to a wrong result`)
  return tookMs
}
