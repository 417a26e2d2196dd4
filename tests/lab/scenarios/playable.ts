import type { ProgramName } from '../real-servers/program.ts'
import { isInstalled } from '../real-servers/real-site.ts'
import type { Row } from './variant.ts'

/** The rows without what needs a server that is not installed. */
export function playable(rows: readonly Row[]): readonly Row[] {
  return rows.map((row) => ({
    row: row.row,
    title: row.title,
    variants: row.variants.filter(({ server }) => server === undefined || isInstalled(server)),
  }))
}

/** The servers that some scenarios would need and that are not installed. */
export function missingServers(rows: readonly Row[]): readonly ProgramName[] {
  const plans = rows.flatMap(({ variants }) => variants.flatMap(({ server }) => server ?? []))
  return [...new Set(plans.filter((plan) => !isInstalled(plan)).map(({ program }) => program))]
}
