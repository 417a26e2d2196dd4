import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createChecker } from '../../src/browser/check/checker.ts'
import type { ReceivedChain } from '../../src/browser/handshake.ts'
import { createSessionTable } from '../../src/browser/storage/session-table.ts'
import type { ChainReport } from '../../src/policy/report.ts'
import { DEFAULT_SETTINGS } from '../../src/policy/settings.ts'
import { createRunningChecks } from '../../src/policy/running-checks.ts'
import { createStandingVerdicts } from '../../src/policy/standing-verdicts.ts'
import { isReport } from '../../src/policy/report-shape.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'
import { GOOD, report } from '../fakes/reports.ts'
import { buildAuthority } from '../pki/build/authority.ts'

const HOUR = 3_600_000
const UNREADABLE = { certificates: [Uint8Array.of(0x30, 0)], fingerprints: ['aabb'], isBuiltInRoot: true }
const PARTY = { fingerprint: 'aabb', isPrivate: false }

/** Of a company's own CA: nobody stands above it who could revoke it. */
let rootAlone: ReceivedChain
let clock: ManualClock
let storage: MemoryStorage

beforeAll(async () => {
  const { issuer } = await buildAuthority()
  rootAlone = { certificates: [issuer.der], fingerprints: ['aabb'], isBuiltInRoot: false }
})

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
    kept: createSessionTable<ChainReport>(storage, 'verdict', 10, isReport),
  })
}

const check = (checker: ReturnType<typeof create>, party = PARTY) =>
  checker.start(rootAlone, party, DEFAULT_SETTINGS).result

/** Until what is written soon is written. */
const settle = () => new Promise((resolve) => setTimeout(resolve))

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

  it('ends with an hour, however long it might have stood: nobody may have been left to end it', async () => {
    const long = report({ until: GOOD.verdict.decidedAt + 10 * HOUR })
    await create().remember(PARTY, long)
    clock.set(GOOD.verdict.decidedAt + HOUR - 1)
    expect(await create().remembered(PARTY)).toEqual(long)
    clock.set(GOOD.verdict.decidedAt + HOUR)
    expect(await create().remembered(PARTY)).toBeUndefined()
  })
})

describe('any other verdict', () => {
  it('is remembered across a suspension, too, if it stands for a while', async () => {
    const found = await check(create())
    expect(found.verdict.kind).toBe('unverifiable')
    await settle()
    expect(await create().remembered(PARTY)).toEqual(found)
  })

  it('is not remembered from private windows, nor where it is to be tried again soon', async () => {
    await check(create(), { ...PARTY, isPrivate: true })
    await create().start(UNREADABLE, PARTY, DEFAULT_SETTINGS).result
    await settle()
    expect(storage.writes).toBe(0)
  })

  it('is forgotten with all others, in memory and beyond', async () => {
    const checker = create()
    await check(checker)
    await settle()
    await checker.forgetAll()
    expect(checker.standing(PARTY)).toBeUndefined()
    expect(await checker.remembered(PARTY)).toBeUndefined()
    expect(await create().remembered(PARTY)).toBeUndefined()
  })

  it('is not taken up again by whoever was just reading it when it was forgotten', async () => {
    await check(create())
    await settle()
    const checker = create()
    const [found] = await Promise.all([checker.remembered(PARTY), checker.forgetAll()])
    expect(found).toBeUndefined()
    expect(checker.standing(PARTY)).toBeUndefined()
  })

  it('is not remembered for a page where it was forgotten since it was reached', async () => {
    const checker = create()
    const found = await check(checker)
    await checker.forgetAll()
    await checker.remember(PARTY, found)
    expect(await create().remembered(PARTY)).toBeUndefined()
  })
})

describe('a chain that cannot be read', () => {
  it('is one that nobody vouched for', async () => {
    const { verdict } = await create().start(UNREADABLE, PARTY, DEFAULT_SETTINGS).result
    expect(verdict).toMatchObject({ kind: 'unverified', cause: 'malformed' })
  })
})
