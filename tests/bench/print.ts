import type { Benchmark, Result } from './benchmark.ts'
import { type Figure, isMissed, type Unit } from './figure.ts'

export interface Outcome extends Pick<Benchmark, 'name' | 'title'>, Result {}

export function tableOf({ name, title, figures, notes }: Outcome): string {
  const width = Math.max(...figures.flatMap(({ name, group }) => [name.length, group.length]))
  const groups = [...new Set(figures.map(({ group }) => group))]
  const parts = groups.map((group) => {
    const ofGroup = figures.filter((figure) => figure.group === group)
    const lines = ofGroup.map((figure) => lineOf(figure, width))
    return [headOf(group, width, ofGroup[0]?.unit ?? 'ms'), ...lines].join('\n')
  })
  return [`${name}: ${title}`, ...parts, `${notes.join('\n')}\n`].join('\n\n')
}

function headOf(group: string, width: number, unit: Unit): string {
  const columns = ['best', 'median', 'p90', 'p99'].map((column) => column.padStart(TIME_WIDTH)).join('')
  const title = group.padEnd(width + 4)
  return `  ${title}${columns}  ${unit}${'n'.padStart(7)}`
}

const TIME_WIDTH = 9

function lineOf(figure: Figure, width: number): string {
  const { name, best, median, p90, p99, rounds, unit, medianWithin, ratio, limits } = figure
  const times = [best, median, p90, p99].map((time) => time.toFixed(3).padStart(TIME_WIDTH)).join('')
  const mark = limits.length === 0 ? ' ' : isMissed(figure) ? '✗' : '✓'
  const line = [
    `  ${mark} ${name.padEnd(width + 2)}${times}${String(rounds).padStart(11)}`,
    unit === '×' && medianWithin !== undefined
      ? `median in ${medianWithin.map((end) => end.toFixed(3)).join('–')}`
      : undefined,
    ratio === undefined ? undefined : `${ratio.value.toFixed(2)} × ${ratio.to}`,
    ...limits.map(({ of, value }) => `${of} below ${Number(value.toFixed(2))} ${unit}`),
  ]
  return line.filter((part) => part !== undefined).join('   ')
}
