import { afterAll, beforeAll, expect, it } from 'vitest'
import { startLab } from '../lab/lab.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { launchFirefox } from './firefox/session.ts'
import { findScenario, type Stage } from './stage.ts'
import { visitScenario } from './visit-scenario.ts'

let stage: Pick<Stage, 'lab' | 'session'>

beforeAll(async () => {
  const lab = await startLab({ port: 0 })
  // Without OneCRL, as after the installation, nothing but the root's CRL can tell.
  const session = await launchFirefox({ roots: lab.roots, names: lab.names, addon: BUILT_ADDON })
  stage = { lab, session }
})

afterAll(async () => {
  await stage.session.close()
  await stage.lab.close()
})

it("an intermediate under a built-in root is known to be revoked by its root's CRL alone", async () => {
  const { lab, session } = stage
  const scenario = findScenario(lab, '12-intermediate.public')
  const { outcome, decision } = await visitScenario(session, lab, scenario, await session.openWindow())
  expect(outcome).toBe('interstitial')
  expect(decision).toMatchObject({ verdict: 'revoked', source: 'crl', certificate: 1 })
})
