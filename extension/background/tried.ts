import browser from 'webextension-polyfill'
import type { Awake } from '../../src/browser/awake.ts'
import { createDrillHandlers } from '../../src/browser/drill/drill-handlers.ts'
import { createGuardInDrill } from '../../src/browser/drill/guard-in-drill.ts'
import { createProxyLease } from '../../src/browser/drill/proxy-lease.ts'
import type { KnownSettings } from '../../src/browser/firefox-settings/known-settings.ts'
import { createJudgeSite } from '../../src/browser/self-test/judge-site.ts'
import { systemClock as clock } from '../../src/browser/system-clock.ts'
import type { Evidence } from './evidence.ts'
import type { Guarded } from './guarded.ts'
import type { Kept } from './kept.ts'

interface TriedParts {
  readonly kept: Kept
  readonly evidence: Evidence
  readonly guarded: Guarded
  readonly firefox: KnownSettings
  readonly awake: Awake
  /** The address of the page on which sites are tried out. */
  readonly selfTest: string
}

export type Tried = ReturnType<typeof createTried>

/** What is tried out at the user's wish: the drill, and the self-test. */
export function createTried({ kept, evidence, guarded, firefox, awake, selfTest }: TriedParts) {
  const { permissions, runtime, tabs } = browser
  const { chains, settings } = kept
  const { checker, offline } = evidence
  const proxyLease = createProxyLease({
    permissions,
    tabs,
    openPages: async () =>
      (await runtime.getContexts({ contextTypes: ['TAB'] })).map(({ documentUrl }) => documentUrl),
    page: selfTest,
    clock,
    awake,
  })
  const drill = createDrillHandlers({
    memory: kept.drill,
    chains,
    noteSignal: firefox.note,
    onLooking: proxyLease.onLooking,
    check: createGuardInDrill({
      settings,
      clock,
      awake,
      offline: offline.sources,
      network: evidence.unstored(),
      stored: evidence.stored,
    }),
  })
  const judgeSite = createJudgeSite({ checker, chains, clock, probe: guarded.probe, settings, awake })
  return { proxyLease, drill, judgeSite }
}
