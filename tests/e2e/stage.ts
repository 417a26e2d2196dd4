import { type LabOptions, startLab } from '../lab/lab.ts'
import type { Lab, Scenario } from '../lab/scenario.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { launchFirefox, type FirefoxSession, type LaunchOptions } from './firefox/session.ts'

/** A laboratory and a Firefox with the add-on in it. */
export interface Stage {
  readonly lab: Lab
  readonly session: FirefoxSession
  scenario(id: string): Scenario
  close(): Promise<void>
}

export async function setStage(
  options: Partial<LaunchOptions> | ((lab: Lab) => Partial<LaunchOptions>) = {},
  labOptions: Omit<LabOptions, 'port'> = {},
): Promise<Stage> {
  const lab = await startLab({ ...labOptions, port: 0 })
  const session = await launchFirefox({
    roots: lab.roots,
    names: lab.names,
    settings: lab.settings,
    addon: BUILT_ADDON,
    ...(typeof options === 'function' ? options(lab) : options),
  }).catch(async (error: unknown) => {
    await lab.close()
    throw error
  })
  return {
    lab,
    session,
    scenario: (id) => findScenario(lab, id),
    close: async () => {
      try {
        await session.close()
      } finally {
        await lab.close()
      }
    },
  }
}

export function findScenario(lab: Lab, id: string): Scenario {
  const scenario = lab.scenarios.find((one) => one.id === id)
  if (scenario === undefined) throw new Error(`there is no scenario ${id}`)
  return scenario
}
