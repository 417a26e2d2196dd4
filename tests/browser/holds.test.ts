import { beforeEach, describe, expect, it } from 'vitest'
import type { Hold } from '../../src/browser/guard/hold.ts'
import { createHolds, type Holds } from '../../src/browser/guard/holds.ts'
import type { Sighting } from '../../src/browser/guard/sighting.ts'
import { createExceptionStore, type ExceptionStore } from '../../src/browser/storage/exception-store.ts'
import { createSessionTable } from '../../src/browser/storage/session-table.ts'
import { DEFAULT_SETTINGS } from '../../src/policy/settings.ts'
import { isHold } from '../../src/browser/storage/record-shapes.ts'
import { FakeChecker } from '../fakes/fake-checker.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'
import { GOOD, REVOKED, UNREACHABLE } from '../fakes/reports.ts'

const CHAIN = { certificates: [], fingerprints: ['aabb'], isBuiltInRoot: true }

let clock: ManualClock
let checker: FakeChecker
let session: MemoryStorage
let exceptions: ExceptionStore
let shown: Hold[]
let released: string[]
let settled: string[]
let continued: string[]
let holds: Holds
let ids: number

beforeEach(() => {
  clock = new ManualClock()
  checker = new FakeChecker()
  session = new MemoryStorage()
  exceptions = createExceptionStore({ local: new MemoryStorage(), session }, clock.now)
  shown = []
  released = []
  settled = []
  continued = []
  ids = 0
  holds = create()
})

/** As at every start of the event page, over the same storage. */
function create(): Holds {
  return createHolds({
    table: createSessionTable<Hold>(session, 'hold', 20, isHold),
    checker,
    chains: { find: () => Promise.resolve(CHAIN), keep: () => Promise.resolve() },
    exceptions,
    settings: {
      load: () => Promise.resolve(DEFAULT_SETTINGS),
      save: () => Promise.resolve(DEFAULT_SETTINGS),
    },
    clock,
    chance: () => 0.5,
    newId: () => `id-${++ids}`,
    showInterstitial: (hold) => {
      shown.push(hold)
      return Promise.resolve()
    },
    letGo: ({ url }) => {
      released.push(url)
      return Promise.resolve()
    },
    onChange: () => undefined,
    onSettled: (hold) => settled.push(hold.host),
    onContinued: (hold) => continued.push(hold.host),
  })
}

async function open(
  report: typeof GOOD | undefined,
  more: Partial<Sighting> = {},
  request: Partial<Sighting['request']> = {},
): Promise<string> {
  await holds.open({
    request: {
      requestId: '1',
      tabId: 7,
      role: 'page',
      url: 'https://bank.example:8443/login',
      host: 'bank.example:8443',
      method: 'GET',
      isPrivate: false,
      isSent: true,
      ...request,
    },
    action: 'held',
    fingerprint: 'aabb',
    connection: undefined,
    verdict: report?.verdict,
    report,
    ...more,
  })
  return shown.at(-1)?.id ?? ''
}

const openAgain = async (url?: string) =>
  holds.state(await open(UNREACHABLE, {}, url === undefined ? {} : { url }))

/** Has the interstitial shown, and read. */
async function read(id: string): Promise<void> {
  await holds.state(id)
  await clock.advance(1_000)
}

describe('a hold', () => {
  it('shows the verdict it was opened for', async () => {
    const id = await open(UNREACHABLE)
    expect(await holds.state(id)).toMatchObject({
      phase: 'settled',
      host: 'bank.example:8443',
      verdict: UNREACHABLE.verdict,
      mayContinue: 'yes',
    })
  })

  it('follows a check that is still under way, and lets the page go when it ends well', async () => {
    checker.start()
    const id = await open(undefined)
    expect(await holds.state(id)).toMatchObject({ phase: 'checking' })
    checker.end(GOOD)
    expect(await holds.state(id)).toMatchObject({ phase: 'released' })
    expect(released).toEqual(['https://bank.example:8443/login'])
    expect(await holds.state(id)).toEqual({ phase: 'gone' })
  })

  it('settles when the check ends badly', async () => {
    checker.start()
    const id = await open(undefined)
    checker.end(REVOKED)
    expect(await holds.state(id)).toMatchObject({ phase: 'settled', verdict: REVOKED.verdict })
    expect(released).toEqual([])
  })

  it('starts the check again when a suspension has ended it', async () => {
    checker.start()
    const id = await open(undefined)
    checker.suspend()
    holds = create()
    expect(await holds.state(id)).toMatchObject({ phase: 'checking' })
    expect(checker.started).toBe(2)
  })

  it('keeps the verdict on which a page was let go, lest it be held for ever', async () => {
    checker.start()
    const id = await open(undefined)
    checker.end(GOOD)
    await holds.state(id)
    expect(checker.kept).toEqual([GOOD])
  })

  it('knows nothing of an id that it has not given', async () => {
    expect(await holds.state('forged')).toEqual({ phase: 'gone' })
    expect(await holds.retry('forged')).toEqual({ phase: 'gone' })
    expect(await holds.continueAnyway('forged', { duration: 'session' })).toBe(false)
  })

  it('of a site that navigates for ever crowds out nobody else', async () => {
    const other = await open(UNREACHABLE, {}, { tabId: 8 })
    const ids = []
    for (let times = 0; times < 50; times++) ids.push(await open(UNREACHABLE))
    expect(await holds.state(other)).toMatchObject({ phase: 'settled' })
    const kept = await Promise.all(ids.map((id) => holds.find(id)))
    expect(kept.filter((hold) => hold !== undefined)).toHaveLength(5)
    expect(kept.at(-1)).toBeDefined()
  })

  it('says when its tab was held for the same page a moment ago', async () => {
    expect(await openAgain()).toMatchObject({ cameBack: false })
    await clock.advance(29_000)
    expect(await openAgain()).toMatchObject({ cameBack: true })
    expect(await openAgain('https://bank.example:8443/other')).toMatchObject({ cameBack: false })
    await clock.advance(31_000)
    expect(await openAgain()).toMatchObject({ cameBack: false })
  })

  it('ends with its tab', async () => {
    const [id, other] = [await open(UNREACHABLE), await open(UNREACHABLE, {}, { tabId: 8 })]
    await holds.onTabRemoved(7)
    expect(await holds.find(id)).toBeUndefined()
    expect(await holds.find(other)).toBeDefined()
  })

  it('is checked anew on a retry', async () => {
    const id = await open(UNREACHABLE)
    expect(await holds.retry(id)).toMatchObject({ phase: 'checking', verdict: undefined })
    checker.end(GOOD)
    expect(await holds.state(id)).toMatchObject({ phase: 'released' })
  })
})

describe('what has settled', () => {
  it('says when it is tried again by itself: later each time, and not where waiting mends nothing', async () => {
    const id = await open(UNREACHABLE)
    expect(await holds.state(id)).toMatchObject({ retryAt: clock.now() + 15_000, isTryingAgain: false })
    await holds.reconsider(id, UNREACHABLE, 1)
    expect(await holds.state(id)).toMatchObject({ retryAt: clock.now() + 30_000 })
    expect(await holds.state(await open(REVOKED))).toMatchObject({ retryAt: undefined })
  })

  it('stays as it is while it is tried again, and can be gone on from', async () => {
    const id = await open(UNREACHABLE)
    await read(id)
    checker.start()
    expect(await holds.state(id)).toMatchObject({ phase: 'settled', isTryingAgain: true })
    expect(await holds.continueAnyway(id, { duration: 'session' })).toBe(true)
  })

  it('goes on its way when it turns out to be good', async () => {
    const id = await open(UNREACHABLE)
    await holds.reconsider(id, GOOD, 1)
    expect(released).toEqual(['https://bank.example:8443/login'])
    expect(await holds.state(id)).toEqual({ phase: 'gone' })
  })

  it('and stands differently now has to be read again before it can be gone on from', async () => {
    const id = await open(UNREACHABLE)
    await read(id)
    await holds.reconsider(id, UNREACHABLE, 1)
    await holds.reconsider(id, REVOKED, 2)
    expect(await holds.continueAnyway(id, { duration: 'session', typedHost: 'bank.example' })).toBe(false)
    await read(id)
    expect(await holds.continueAnyway(id, { duration: 'session', typedHost: 'bank.example' })).toBe(true)
  })

  it('is left alone while the user has it tried, and when it has gone', async () => {
    const id = await open(UNREACHABLE)
    await holds.retry(id)
    await holds.reconsider(id, REVOKED, 1)
    expect(await holds.state(id)).toMatchObject({ phase: 'checking' })
    await holds.reconsider('forged', GOOD, 1)
    expect(released).toEqual([])
  })
})

describe('"Continue anyway"', () => {
  it('lets the page go and remembers it for this host, certificate and cause', async () => {
    const id = await open(UNREACHABLE)
    await read(id)
    expect(await holds.continueAnyway(id, { duration: 'session' })).toBe(true)
    expect(released).toHaveLength(1)
    expect(await exceptions.list()).toMatchObject([
      { host: 'bank.example:8443', fingerprint: 'aabb', cause: 'responder-unreachable' },
    ])
  })

  it('is refused before anybody can have read the page', async () => {
    const id = await open(UNREACHABLE)
    expect(await holds.continueAnyway(id, { duration: 'session' })).toBe(false)
    await holds.state(id)
    await clock.advance(999)
    expect(await holds.continueAnyway(id, { duration: 'session' })).toBe(false)
    expect(released).toEqual([])
  })

  it('is refused while the check goes on', async () => {
    checker.start()
    const id = await open(undefined)
    await read(id)
    expect(await holds.continueAnyway(id, { duration: 'session' })).toBe(false)
  })

  it.each([
    [undefined, false],
    ['bank', false],
    ['evil.example', false],
    ['bank.example', true],
    [' Bank.Example:8443 ', true],
    ['bank.example.', false],
    ['bank. example', false],
    ['bank.example\u200b', false],
    ['\uff42ank.example', false],
    ['ban\u212a.example', false],
    ['b\u0430nk.example', false],
    ['https://bank.example', false],
    ['bank.example:443', false],
  ])('for a revoked certificate after typing %j: %j', async (typedHost, expected) => {
    const id = await open(REVOKED)
    await read(id)
    expect(await holds.state(id)).toMatchObject({ mayContinue: 'typed-host' })
    const choice = typedHost === undefined ? {} : { typedHost }
    expect(await holds.continueAnyway(id, { duration: 'session', ...choice })).toBe(expected)
    expect(released).toHaveLength(expected ? 1 : 0)
  })

  it('is refused where it is not known what would be excepted', async () => {
    const id = await open(UNREACHABLE, { fingerprint: undefined })
    await read(id)
    expect(await holds.state(id)).toMatchObject({ mayContinue: 'no' })
    expect(await holds.continueAnyway(id, { duration: 'session' })).toBe(false)
  })

  it('in one tab lets go the same page in another', async () => {
    const [first, second] = [await open(UNREACHABLE), await open(UNREACHABLE)]
    await read(first)
    await holds.continueAnyway(first, { duration: 'session' })
    expect(await holds.state(second)).toMatchObject({ phase: 'released' })
  })
})
