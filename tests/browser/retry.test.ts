import { beforeEach, describe, expect, it } from 'vitest'
import type { Party } from '../../src/browser/check/checker.ts'
import type { Hold } from '../../src/browser/guard/hold.ts'
import { createRetry, type Retry } from '../../src/browser/guard/retry.ts'
import type { ChainReport } from '../../src/policy/report.ts'
import { DEFAULT_SETTINGS } from '../../src/policy/settings.ts'
import { holdSample } from '../fakes/hold.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { GOOD, REVOKED, UNREACHABLE } from '../fakes/reports.ts'

let clock: ManualClock
let held: Hold[]
/** Ids of the tabs that have gone elsewhere. */
let left: Set<string>
let running: { readonly party: Party; readonly end: (report: ChainReport) => void }[]
let started: string[]
let log: string[]
let alarm: number | undefined
let awake: number
let retry: Retry

beforeEach(() => {
  clock = new ManualClock()
  held = []
  left = new Set()
  running = []
  started = []
  log = []
  alarm = undefined
  awake = 0
  retry = createRetry({
    holds: {
      list: () => Promise.resolve(held),
      async retry(id) {
        log.push(`${id} opened anew`)
        return { phase: 'gone' }
      },
      async reconsider(id, { verdict }, attempts) {
        log.push(`${id} ${verdict.kind} after ${attempts}`)
        held = held.map((one) => (one.id === id ? { ...one, verdict, attempts } : one))
      },
    },
    shown: () => Promise.resolve(held.map(({ id }) => id).filter((id) => !left.has(id))),
    checker: {
      forget: () => Promise.resolve(),
      start(_, party) {
        if (party.fingerprint === 'broken') throw new Error('broken')
        started.push(party.fingerprint)
        const result = new Promise<ChainReport>((end) => running.push({ party, end }))
        return { result, progress: () => undefined }
      },
    },
    chains: {
      find: (fingerprint) =>
        Promise.resolve(
          fingerprint === 'forgotten'
            ? undefined
            : { certificates: [], fingerprints: [fingerprint], isBuiltInRoot: true },
        ),
    },
    settings: { load: () => Promise.resolve(DEFAULT_SETTINGS) },
    alarms: {
      create: (...[, { delayInMinutes } = {}]: readonly [unknown, { delayInMinutes?: number }?]) => {
        alarm = delayInMinutes
        return Promise.resolve()
      },
    },
    alarm: 'retry',
    clock,
    awake: {
      hold: () => {
        awake++
        return () => void awake--
      },
    },
    chance: () => 0.5,
  })
})

function hold(id: string, fingerprint: string | undefined, more: Partial<Hold> = {}): void {
  held.push({
    ...holdSample,
    id,
    tabId: held.length,
    url: `https://${id}.example/`,
    host: `${id}.example`,
    fingerprint,
    openedAt: clock.now(),
    startedAt: clock.now(),
    verdict: { ...UNREACHABLE.verdict, decidedAt: clock.now() },
    retryAt: clock.now() + 15_000,
    ...more,
  })
}

/** Ends every check that is under way, and those that follow. */
async function endAll(report: ChainReport): Promise<void> {
  for (;;) {
    await clock.advance(0)
    const check = running.shift()
    if (check === undefined) return
    check.end(report)
  }
}

const whenDue = async (): Promise<void> => {
  await clock.advance(15_000)
  void retry.onDue()
}

describe('what is held', () => {
  it('is tried again when its time has come, and not before', async () => {
    hold('one', 'aa')
    hold('two', 'bb', { retryAt: clock.now() + 60_000 })
    await retry.onHeld()
    expect(alarm).toBe(0.25)
    await whenDue()
    await endAll(GOOD)
    expect(log).toEqual(['one verified after 1'])
    expect(awake).toBe(0)
  })

  it('is not put off by a clock that is set back', async () => {
    hold('one', 'aa')
    clock.set(clock.now() - 86_400_000)
    await retry.onHeld()
    expect(alarm).toBe(10)
    void retry.onDue()
    await endAll(GOOD)
    expect(log).toEqual(['one verified after 1'])
  })

  it('in many tabs for one certificate is checked once, and four certificates at a time', async () => {
    for (let n = 0; n < 50; n++) hold(`tab-${n}`, `certificate-${n % 10}`)
    await whenDue()
    await clock.advance(0)
    expect(started).toHaveLength(4)
    await endAll(UNREACHABLE)
    expect(started).toHaveLength(10)
    expect(log).toHaveLength(50)
  })

  it('in many tabs for one certificate is checked once, also where these are due one after the other', async () => {
    for (let n = 0; n < 5; n++) hold(`a${n}`, 'aa', { retryAt: clock.now() + 15_000 + n * 1_000 })
    hold('b', 'bb', { retryAt: clock.now() + 60_000 })
    await whenDue()
    await endAll(UNREACHABLE)
    expect(started).toEqual(['aa'])
    expect(log).toEqual(['a0', 'a1', 'a2', 'a3', 'a4'].map((id) => `${id} unverified after 1`))
  })

  it('in a private window is checked for itself', async () => {
    hold('one', 'aa')
    hold('two', 'aa', { isPrivate: true })
    await whenDue()
    await clock.advance(0)
    expect(running.map(({ party }) => party.isPrivate)).toEqual([false, true])
  })

  it('for a cause that stays, or in a tab that has gone elsewhere, is not tried again', async () => {
    hold('revoked', 'aa', { verdict: REVOKED.verdict })
    hold('without', 'bb', { verdict: { ...UNREACHABLE.verdict, cause: 'no-pointer' } })
    hold('checking', 'cc', { verdict: undefined })
    hold('elsewhere', 'dd')
    left.add('elsewhere')
    await retry.onHeld()
    expect(alarm).toBeUndefined()
    await whenDue()
    await clock.advance(0)
    expect(started).toEqual([])
  })

  it('does not fetch a tab back that has gone elsewhere meanwhile', async () => {
    hold('one', 'aa')
    await whenDue()
    await clock.advance(0)
    left.add('one')
    await endAll(GOOD)
    expect(log).toEqual([])
  })

  it('without a chain at hand is opened anew, unless it would be a form without the form', async () => {
    hold('one', undefined)
    hold('two', 'forgotten')
    hold('form', undefined, { method: 'POST' })
    await whenDue()
    await clock.advance(0)
    expect(log).toEqual(['one opened anew', 'two opened anew'])
  })
})

describe('when the network is back', () => {
  it('everything is tried soon, and counted anew', async () => {
    hold('one', 'aa', { attempts: 7, retryAt: clock.now() + 300_000 })
    await clock.advance(60_000)
    void retry.onNetworkBack()
    await clock.advance(400)
    expect(started).toEqual([])
    await clock.advance(2_000)
    await endAll(UNREACHABLE)
    expect(log).toEqual(['one unverified after 0'])
  })

  it('that is one round, however many say so, and no other for a while', async () => {
    hold('one', 'aa')
    for (let n = 0; n < 50; n++) void retry.onNetworkBack()
    await clock.advance(2_000)
    await endAll(UNREACHABLE)
    expect(started).toHaveLength(1)
    void retry.onNetworkBack()
    await clock.advance(2_000)
    await endAll(UNREACHABLE)
    expect(started).toHaveLength(1)
    await clock.advance(3_000)
    await endAll(UNREACHABLE)
    expect(started).toHaveLength(2)
  })
})

it('one that cannot be tried keeps no other from it', async () => {
  hold('one', 'broken')
  hold('two', 'bb')
  await whenDue()
  await endAll(GOOD)
  expect(log).toEqual(['two verified after 1'])
  expect(awake).toBe(0)
})

const heldNow = (isPrivate = false) => retry.held(isPrivate)

describe('all that stands held', () => {
  it('is listed, without what has gone elsewhere, and private windows apart', async () => {
    hold('one', 'aa')
    hold('two', 'bb', { verdict: REVOKED.verdict })
    hold('three', 'cc', { verdict: undefined })
    hold('four', 'dd', { isPrivate: true })
    hold('five', 'ee')
    left.add('five')
    expect(await heldNow()).toEqual({
      pages: [
        { tabId: 0, host: 'one.example', verdict: 'unverified', cause: UNREACHABLE.verdict.cause },
        { tabId: 1, host: 'two.example', verdict: 'revoked', cause: undefined },
        { tabId: 2, host: 'three.example', verdict: undefined, cause: undefined },
      ],
      round: undefined,
    })
    expect((await heldNow(true)).pages).toMatchObject([{ host: 'four.example' }])
  })

  it('is tried again at the user’s wish, whatever it is held for, four certificates at a time', async () => {
    for (let n = 0; n < 12; n++) hold(`tab-${n}`, `certificate-${n % 6}`)
    hold('revoked', 'revoked', { verdict: REVOKED.verdict, retryAt: undefined })
    hold('private', 'private', { isPrivate: true })
    retry.onUser(false)
    retry.onUser(false)
    await clock.advance(0)
    expect(started).toHaveLength(4)
    expect((await heldNow()).round).toEqual({ done: 0, total: 13 })
    running.shift()?.end(GOOD)
    await clock.advance(0)
    expect((await heldNow()).round).toEqual({ done: 2, total: 13 })
    await endAll(GOOD)
    expect(started).toHaveLength(7)
    expect(started).not.toContain('private')
    expect((await heldNow()).round).toBeUndefined()
    retry.onUser(false)
    await endAll(GOOD)
    expect(started).toHaveLength(14)
  })
})
