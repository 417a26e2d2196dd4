import { setTimeout as sleep } from 'node:timers/promises'

export async function waitUntil(condition: () => Promise<boolean>, patienceMs = 10_000): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!(await condition().catch(() => false))) {
    if (performance.now() > deadline)
      throw new Error(`not so within ${patienceMs} ms: ${condition.toString()}`)
    await sleep(25)
  }
}
