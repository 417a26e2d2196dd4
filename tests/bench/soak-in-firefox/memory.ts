import { setTimeout as sleep } from 'node:timers/promises'
import type { ChromeWindow } from '../../e2e/firefox/chrome-window.ts'
import type { FirefoxSession } from '../../e2e/firefox/session.ts'

/**
 * Bytes that the process of the add-on has asked for, after whatever nobody needs was collected: `explicit` in
 * about:memory. The least of some readings: compiling and collecting go on at the same time, and have 5 MB now and then.
 */
export async function explicitBytes({ chrome, addon }: FirefoxSession): Promise<number> {
  const processId = (await addon?.processId()) ?? 0
  const readings: number[] = []
  for (let n = 0; n < READINGS; n++) {
    await chrome.run(minimizeMemory)
    // Nothing tells when it is done.
    await sleep(MINIMIZING_MS)
    readings.push(await chrome.run(readExplicit, processId))
  }
  return Math.min(...readings)
}

const READINGS = 3
const MINIMIZING_MS = 2_500

// The rest is sent to Firefox as text.

function minimizeMemory({ Services }: ChromeWindow): void {
  Services.obs.notifyObservers(null, 'child-mmu-request')
}

async function readExplicit({ Cc, Ci }: ChromeWindow, processId: number): Promise<number> {
  const manager = Cc['@mozilla.org/memory-reporter-manager;1'].getService(Ci['nsIMemoryReporterManager'])
  const isMeant = (name: string): boolean => new RegExp(`pid ${processId}\\b`).test(name)
  // nsIMemoryReporter.KIND_NONHEAP: what is on the heap is counted by the heap itself, with what no reporter knows of.
  const NONHEAP = 0
  let bytes = 0
  const take = (process: string, path: string, kind: number, _units: number, amount: number): void => {
    if (!isMeant(process)) return
    if (path === 'heap-allocated' || (path.startsWith('explicit/') && kind === NONHEAP)) bytes += amount
  }
  await new Promise<void>((resolve) => {
    manager.getReports(take, null, () => resolve(), null, false)
  })
  return bytes
}
