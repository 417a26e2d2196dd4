import { parseArgs } from 'node:util'
import { type Exception, loadExceptions } from './exceptions.ts'
import { ManifestError } from './fields.ts'
import { readSources } from './manifest.ts'
import { differences, type Report, type Result, runSources } from './run.ts'
import { table } from './table.ts'

const usage = `usage: npm run conformance -- DIR [--json]

DIR is a folder of sources, or one of them: each with a manifest.json.
--json writes one line of JSON per case, and nothing else.
Exit status: 0 if every case agrees or is in exceptions.json, 1 if not, 2 if there is nothing to run.`

async function main(parameters: readonly string[]): Promise<number> {
  const { folder, json } = parse(parameters)
  const report = await runSources(readSources(folder), loadExceptions())
  console.log(json ? asJson(report) : asText(report))
  return differences(report).length + report.stale.length === 0 ? 0 : 1
}

class UsageError extends Error {}

function parse(parameters: readonly string[]): { readonly folder: string; readonly json: boolean } {
  const { values, positionals } = parsed(parameters)
  const [folder, ...others] = positionals
  if (folder === undefined || others.length > 0) throw new UsageError(usage)
  return { folder, json: values.json }
}

function parsed(parameters: readonly string[]) {
  try {
    const options = { json: { type: 'boolean', default: false } } as const
    return parseArgs({ args: [...parameters], options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
}

function asJson({ results, stale }: Report): string {
  return [...results, ...stale.map(staleResult)].map((result) => JSON.stringify(result)).join('\n')
}

function staleResult({ case: id, expected, ours }: Exception): Result {
  const cause = 'the exception no longer holds'
  return { source: 'exceptions.json', id, kind: 'exception', expected, got: ours, ok: false, cause }
}

function asText(report: Report): string {
  const { results, stale } = report
  const wrong = differences(report)
  const agree = results.filter(({ ok }) => ok).length
  const sum = `${results.length} cases: ${agree} agree, ${results.length - agree - wrong.length} excepted, ${wrong.length} differ`
  const parts = [
    results.map(line).join('\n'),
    table(results),
    ...section('Differences', wrong.map(line)),
    ...section(
      'Exceptions that no longer hold',
      stale.map(({ case: id, why }) => `${id}: ${why}`),
    ),
    sum,
  ]
  return parts.join('\n\n')
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length > 0 ? [[title, ...lines].join('\n')] : []
}

function line({ source, id, kind, expected, got, ok, cause, exception }: Result): string {
  const mark = ok ? 'ok  ' : exception === undefined ? 'DIFF' : 'exc.'
  const answer = expected === got ? got : `${got}, expected ${expected}`
  return `${mark} ${kind} ${source}/${id}: ${answer}${cause && ` (${cause})`}`
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof ManifestError || error instanceof UsageError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
