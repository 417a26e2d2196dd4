import type { Settings } from '../../src/policy/settings.ts'
import type { FirefoxSession } from './firefox/session.ts'

/** Saves these choices and leaves the others as they are; gives what was chosen before. */
export async function chooseSettings(
  { addon }: FirefoxSession,
  choices: Partial<Settings>,
): Promise<Settings> {
  const before = await addon?.ask('settings', {})
  if (before === undefined) throw new Error('there is no add-on')
  await addon?.ask('settings.save', { settings: { ...before, ...choices } })
  return before
}
