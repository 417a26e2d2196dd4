import { parseArgs } from 'node:util'
import { startLab } from '../lab/lab.ts'
import { missingServers } from '../lab/scenarios/playable.ts'
import { EVERY_ROW } from '../lab/scenarios/rows.ts'
import type { Lab } from '../lab/scenario.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { launchFirefox, type FirefoxSession } from './firefox/session.ts'
import { runScenarios } from './run-scenarios.ts'
import { isAsExpected, tableHead, tableLine } from './table.ts'

/** With a screen: a Firefox to play with, until it is closed. Without: every scenario, with and without the add-on. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { headless: { type: 'boolean', default: false } } })
  const hasScreen = Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'])
  const lab = await startLab({ rows: EVERY_ROW })
  try {
    await (hasScreen && !values.headless ? showToVisitor(lab) : compareAll(lab))
  } finally {
    await lab.close()
  }
}

async function showToVisitor(lab: Lab): Promise<void> {
  const { roots, names, settings } = lab
  const session = await launchFirefox({ roots, names, settings, addon: BUILT_ADDON, headless: false })
  const [tab] = await session.tabs()
  tab?.navigate(lab.indexUrl)
  console.log(
    `${lab.scenarios.length} scenarios wait at ${lab.indexUrl} in the Firefox that has opened. Close it to end.`,
  )
  process.once('SIGINT', () => void session.close())
  await session.ended
  await session.close()
}

async function compareAll(lab: Lab): Promise<void> {
  const { roots, names, settings, scenarios } = lab
  const startedAt = performance.now()
  const missing = missingServers(EVERY_ROW)
  if (missing.length > 0) console.log(`Left out, since they are not installed: ${missing.join(', ')}.\n`)
  console.log(`${scenarios.length} scenarios, each in Firefox alone and in Firefox with Hardfail:\n`)
  const alone = await withSession({ roots, names }, async (session) => {
    const rows = await runScenarios(session, lab, scenarios)
    return new Map(await Promise.all([...rows].map(async ([id, row]) => [id, await row] as const)))
  })
  const unexpected = await withSession({ roots, names, settings, addon: BUILT_ADDON }, async (session) => {
    let count = 0
    console.log(tableHead())
    for (const [id, row] of await runScenarios(session, lab, scenarios)) {
      const before = alone.get(id)
      if (before === undefined) continue
      const pair = { alone: before, hardfail: await row }
      if (!isAsExpected(pair)) count += 1
      console.log(tableLine(pair))
    }
    return count
  })
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  console.log(`\n${scenarios.length - unexpected} as expected, ${unexpected} not, in ${seconds} s`)
  if (unexpected > 0) process.exitCode = 1
}

async function withSession<T>(
  options: Parameters<typeof launchFirefox>[0],
  use: (session: FirefoxSession) => Promise<T>,
): Promise<T> {
  const session = await launchFirefox(options)
  try {
    return await use(session)
  } finally {
    await session.close()
  }
}

await main()
