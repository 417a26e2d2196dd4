import { parseArgs } from 'node:util'
import type { Benchmark } from './benchmark.ts'
import { BENCHMARKS } from './benchmarks.ts'
import { isMissed } from './figure.ts'
import { tableOf, type Outcome } from './print.ts'

/** `npm run bench [-- NAME…] [--json]`: ends with 1 where a limit is missed, with 2 where there is no such benchmark. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  })
  const unknown = positionals.filter((name) => !BENCHMARKS.some((one) => one.name === name))
  if (unknown.length > 0) {
    const names = BENCHMARKS.map(({ name }) => name).join(', ')
    console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${names}.`)
    process.exitCode = 2
    return
  }
  const chosen = BENCHMARKS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  const outcomes: Outcome[] = []
  for (const benchmark of chosen) {
    const outcome = await outcomeOf(benchmark)
    outcomes.push(outcome)
    if (!values.json) console.log(tableOf(outcome))
  }
  const missed = outcomes.flatMap(({ figures }) => figures.filter(isMissed))
  if (values.json) console.log(JSON.stringify({ benchmarks: outcomes, missed: missed.length }, undefined, 2))
  if (missed.length > 0) process.exitCode = 1
}

async function outcomeOf(benchmark: Benchmark): Promise<Outcome> {
  const { name, title } = benchmark
  return { name, title, ...(await benchmark.run()) }
}

await main()
