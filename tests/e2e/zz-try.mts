import { launchFirefox } from './firefox/session.ts'
import { startLab } from '../lab/lab.ts'
import { runScenarios } from './run-scenarios.ts'
const lab = await startLab({ port: 0 })
const session = await launchFirefox({ roots: lab.roots, names: lab.names, settings: lab.settings, addon: '/tmp/hfdist0' })
try {
  const t = performance.now()
  await session.addon?.untilOfflineData().catch(async (e) => { console.log(String(e)); console.log(JSON.stringify(await session.addon?.ask('offline', {}), null, 1), lab.settings.requests); throw e })
  console.log('data after', performance.now() - t)
  const wanted = lab.scenarios.filter((s) => process.argv.slice(2).some((r) => s.id.startsWith(r)))
  const rows = await runScenarios(session, lab, wanted)
  for (const [id, row] of rows) { const r = await row; console.log(id, r.differences, JSON.stringify(r.seen?.decision)) }
  console.log(await session.addon?.errors())
} finally { await session.close(); await lab.close() }
