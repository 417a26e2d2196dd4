import type { Scenario } from '../lab/scenario.ts'
import { KEPT } from '../lab/servers/site-parts.ts'
import { chooseSettings } from './choose-settings.ts'
import type { FirefoxSession } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'
import type { Visit } from './firefox/visit.ts'
import { inWindows, openWindows } from './run-scenarios.ts'
import { ANSWERED, PASSED } from './way.ts'

/**
 * Visits every site while it is in order and the add-on only watches: a page of it is in the HTTP cache then, and two
 * service workers stand. Nothing that was found of it is known any more.
 */
export async function seeBefore(session: FirefoxSession, scenarios: readonly Scenario[]): Promise<void> {
  await session.addon?.untilOfflineData()
  await chooseSettings(session, { level: 'watch' })
  await inWindows(await openWindows(session), scenarios, async (scenario, tab) => {
    let { outcome } = await see(session, scenario, tab)
    if (outcome !== 'opens') {
      // It lacks the staple that it must have: some scenarios bring one.
      await scenario.arrange()
      ;({ outcome } = await see(session, scenario, tab))
    }
    if (outcome !== 'opens') return
    await tab.run(registerWorkers, ['/passing-worker.js', PASSED], ['/worker.js', ANSWERED])
  })
  await chooseSettings(session, { level: 'guard' })
  await session.addon?.ask('evidence.clear', {})
}

async function see(session: FirefoxSession, { url, override }: Scenario, tab: Tab): Promise<Visit> {
  const seen = await session.visit(new URL(KEPT, url).href, { tab })
  const mayOverride = override === true && seen.outcome === 'firefox-error'
  return mayOverride ? session.clickThroughCertificateError(tab) : seen
}

// Sent to the page as text.
export async function registerWorkers(
  ...scopes: readonly (readonly [script: string, scope: string])[]
): Promise<void> {
  for (const [script, scope] of scopes) {
    const { installing, waiting, active } = await navigator.serviceWorker.register(script, { scope })
    const worker = installing ?? waiting ?? active
    await new Promise<void>((resolve) => {
      const look = () => {
        if (worker?.state === 'activated') resolve()
      }
      worker?.addEventListener('statechange', look)
      look()
    })
  }
}
