import type { Row } from './run-scenarios.ts'

export interface Pair {
  readonly alone: Row
  readonly hardfail: Row
}

export const isAsExpected = ({ alone, hardfail }: Pair): boolean =>
  alone.differences.length === 0 && hardfail.differences.length === 0

const COLUMNS = [
  ['scenario', 31],
  ['kind', 7],
  ['Firefox alone', 13],
  ['with Hardfail', 13],
  ['verdict', 12],
  ['source', 7],
  ['ms', 5],
  ['cause', 5],
] as const

export const tableHead = (): string => {
  const names = COLUMNS.map(([name, width]) => name.padEnd(width)).join(' ')
  return `  ${names}\n  ${COLUMNS.map(([, width]) => '─'.repeat(width)).join(' ')}`
}

/** One line, and one more for each thing that is not as expected. */
export function tableLine(pair: Pair): string {
  const { alone, hardfail } = pair
  const { scenario, seen } = hardfail
  const cells = [
    scenario.id.replace(/\.(public|private)$/, ''),
    scenario.kind,
    alone.seen?.outcome,
    seen?.outcome,
    seen?.decision?.verdict,
    seen?.decision?.source,
    seen?.tookMs.toString(),
    seen?.decision?.cause ?? seen?.error,
  ]
  const line = COLUMNS.map(([, width], index) => (cells[index] ?? '–').padEnd(width))
    .join(' ')
    .trimEnd()
  const differences = [
    ...alone.differences.map((difference) => `    alone: ${difference}`),
    ...hardfail.differences.map((difference) => `    with Hardfail: ${difference}`),
  ]
  return [`${isAsExpected(pair) ? '✓' : '✗'} ${line}`, ...differences].join('\n')
}
