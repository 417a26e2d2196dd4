import { beforeEach, describe, expect, it } from 'vitest'
import { createChecker } from '../../src/browser/check/checker.ts'
import { createSessionTable } from '../../src/browser/storage/session-table.ts'
import type { ChainReport } from '../../src/policy/report.ts'
import { DEFAULT_SETTINGS } from '../../src/policy/settings.ts'
import { createRunningChecks } from '../../src/policy/running-checks.ts'
import { createStandingVerdicts } from '../../src/policy/standing-verdicts.ts'
import { isReport } from '../../src/policy/report-shape.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'
import { GOOD } from '../fakes/reports.ts'

const PARTY = { fingerprint: 'aabb', isPrivate: false }

let clock: ManualClock
let storage: MemoryStorage

beforeEach(() => {
  clock = new ManualClock()
  storage = new MemoryStorage()
})

/** As at every start of the event page, over the same storage. */
function create() {
  return createChecker({
    sources: () => [],
    clock,
    awake: { hold: () => () => undefined },
    standing: createStandingVerdicts(),
    running: createRunningChecks(),
    released: createSessionTable<ChainReport>(storage, 'released', 10, isReport),
  })
}

describe('the verdict on which a page was let go', () => {
  it('is remembered across a suspension, for its own kind of window', async () => {
    await create().remember(PARTY, GOOD)
    expect(await create().remembered(PARTY)).toEqual(GOOD)
    expect(await create().remembered({ ...PARTY, isPrivate: true })).toBeUndefined()
  })

  it('ends when it ends, and with a clock that is set back', async () => {
    await create().remember(PARTY, GOOD)
    clock.set(GOOD.verdict.until)
    expect(await create().remembered(PARTY)).toBeUndefined()
    clock.set(GOOD.verdict.decidedAt - 1)
    expect(await create().remembered(PARTY)).toBeUndefined()
  })
})

describe('a chain that cannot be read', () => {
  it('is one that nobody vouched for', async () => {
    const chain = { certificates: [Uint8Array.of(0x30, 0)], fingerprints: ['aabb'], isBuiltInRoot: true }
    const { verdict } = await create().start(chain, PARTY, DEFAULT_SETTINGS).result
    expect(verdict).toMatchObject({ kind: 'unverified', cause: 'malformed' })
  })
})
