import type { Hold } from '../../src/browser/guard/hold.ts'

/** A page whose check goes on. */
export const holdSample: Hold = {
  id: 'h',
  tabId: 7,
  url: 'https://bank.example/',
  host: 'bank.example',
  method: 'GET',
  isPrivate: false,
  wasSent: true,
  fingerprint: 'aabb',
  connection: undefined,
  openedAt: 0,
  cameBack: false,
  startedAt: 0,
  verdict: undefined,
  report: undefined,
  shownAt: undefined,
  attempts: 0,
  retryAt: undefined,
}
