import { PkiError } from '../../src/pki/pki-error.ts'
import type { Exception } from './exceptions.ts'
import { judgeOf } from './judges.ts'
import type { Case, Source } from './manifest.ts'
import { MaterialError, openCase } from './material.ts'
import { agrees, type Verdict } from './verdict.ts'

/** How one case went. */
export interface Result {
  readonly source: string
  readonly id: string
  readonly kind: string
  readonly expected: string
  readonly got: string
  /** Whether `got` is what is expected, or as good. */
  readonly ok: boolean
  readonly cause: string
  /** Why it may be otherwise, where it is. */
  readonly exception?: string
}

export interface Report {
  readonly results: readonly Result[]
  /** Of cases that have run, and did not come out as the exception says. */
  readonly stale: readonly Exception[]
}

export async function runSources(
  sources: readonly Source[],
  exceptions: readonly Exception[],
): Promise<Report> {
  const results: Result[] = []
  for (const source of sources) {
    for (const entry of source.cases) results.push(withException(await resultOf(source, entry), exceptions))
  }
  return { results, stale: exceptions.filter((exception) => isStale(exception, sources, results)) }
}

/** What the run fails for: differences that nothing excuses. */
export function differences({ results }: Report): readonly Result[] {
  return results.filter(({ ok, exception }) => !ok && exception === undefined)
}

async function resultOf(source: Source, entry: Case): Promise<Result> {
  const { id, kind, expected } = entry
  const verdict = await verdictOn(source, entry)
  const { got, cause = '' } = verdict
  return { source: source.name, id, kind, expected, got, ok: agrees(verdict, entry), cause }
}

async function verdictOn(source: Source, entry: Case): Promise<Verdict> {
  const judge = judgeOf(entry.kind)
  if (!judge) return { got: 'not-judged', cause: `nobody here judges ${entry.kind}` }
  try {
    return await judge(openCase(source, entry))
  } catch (error) {
    return verdictOnFailure(error)
  }
}

function verdictOnFailure(error: unknown): Verdict {
  if (error instanceof MaterialError) return { got: 'not-judged', cause: error.message }
  if (error instanceof PkiError) {
    const cause = `${error.code}: ${error.message}`
    return { got: 'invalid', also: ['parse-error', 'signature-invalid', 'chain-invalid'], cause }
  }
  return { got: 'crash', cause: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

function withException(result: Result, exceptions: readonly Exception[]): Result {
  const exception = exceptions.find((exception) => covers(exception, result))
  return result.ok || !exception ? result : { ...result, exception: exception.why }
}

function covers(exception: Exception, { source, id, kind, expected, got }: Result): boolean {
  return exception.case === kind
    ? got === exception.ours
    : exception.case === `${source}/${id}` && exception.expected === expected && exception.ours === got
}

/** Exceptions of sources that are not there are left alone. */
function isStale(exception: Exception, sources: readonly Source[], results: readonly Result[]): boolean {
  const concerned = sources.some(({ name }) => exception.case.startsWith(`${name}/`))
  return concerned && !results.some((result) => !result.ok && covers(exception, result))
}
