import type { Result } from './run.ts'

/** One line per kind of a source: how many cases agree, differ with a reason, and differ. */
export function table(results: readonly Result[]): string {
  const sources = [...new Set(results.map(({ source }) => source))]
  return sources
    .map((source) =>
      tableOf(
        source,
        results.filter((result) => result.source === source),
      ),
    )
    .join('\n\n')
}

function tableOf(source: string, results: readonly Result[]): string {
  const kinds = [...new Set(results.map(({ kind }) => kind))].toSorted()
  const rows = kinds.map((kind) =>
    rowOf(
      kind,
      results.filter((result) => result.kind === kind),
    ),
  )
  return lined([[source, 'cases', 'agree', 'excepted', 'differ'], ...rows, ...total(results, kinds.length)])
}

function rowOf(name: string, results: readonly Result[]): readonly string[] {
  const agree = results.filter(({ ok }) => ok).length
  const excepted = results.filter(({ ok, exception }) => !ok && exception !== undefined).length
  const numbers = [results.length, agree, excepted, results.length - agree - excepted]
  return [name, ...numbers.map(String)]
}

function total(results: readonly Result[], kinds: number): readonly (readonly string[])[] {
  return kinds > 1 ? [rowOf('all', results)] : []
}

function lined(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  const cell = (text: string, i: number) =>
    i === 0 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0)
  return rows.map((row) => row.map(cell).join('  ')).join('\n')
}
