import type { Benchmark, Result } from './benchmark.ts'
import { isMissed, type Figure } from './figure.ts'

export interface Outcome extends Pick<Benchmark, 'name' | 'title'>, Result {}

export function tableOf({ name, title, figures, notes }: Outcome): string {
  const width = Math.max(...figures.flatMap(({ name, group }) => [name.length, group.length]))
  const groups = [...new Set(figures.map(({ group }) => group))]
  const parts = groups.map((group) => {
    const lines = figures.filter((figure) => figure.group === group).map((figure) => lineOf(figure, width))
    return [headOf(group, width), ...lines].join('\n')
  })
  return [`${name}: ${title}`, ...parts, `${notes.join('\n')}\n`].join('\n\n')
}

function headOf(group: string, width: number): string {
  const columns = ['median', 'p90', 'p99'].map((column) => column.padStart(TIME_WIDTH)).join('')
  const title = group.padEnd(width + 4)
  return `  ${title}${columns}  ms${'n'.padStart(7)}`
}

const TIME_WIDTH = 9

function lineOf(figure: Figure, width: number): string {
  const { name, median, p90, p99, rounds, ratio, limit } = figure
  const times = [median, p90, p99].map((time) => time.toFixed(3).padStart(TIME_WIDTH)).join('')
  const mark = limit === undefined ? ' ' : isMissed(figure) ? '✗' : '✓'
  const line = [
    `  ${mark} ${name.padEnd(width + 2)}${times}${String(rounds).padStart(11)}`,
    ratio === undefined ? undefined : `${ratio.value.toFixed(2)} × ${ratio.to}`,
    limit === undefined ? undefined : `limit ${limit} ms`,
  ]
  return line.filter((part) => part !== undefined).join('   ')
}
