import { beforeEach, describe, expect, it } from 'vitest'
import type { Sighting } from '../../src/browser/guard/sighting.ts'
import type { PageRecord } from '../../src/browser/surface/page-record.ts'
import type { Seen } from '../../src/browser/surface/pages.ts'
import { createReviewOpenPages } from '../../src/browser/surface/review-open-pages.ts'
import { type Exception, grantException } from '../../src/policy/exception.ts'
import type { ChainReport } from '../../src/policy/report.ts'
import { DEFAULT_SETTINGS, type Level } from '../../src/policy/settings.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { GOOD, report, REVOKED, UNREACHABLE } from '../fakes/reports.ts'

const URL_OF_PAGE = 'https://bank.example/account'
const CHAIN = { certificates: [], fingerprints: ['aabb'], isBuiltInRoot: true }

const seen: Seen = {
  kind: 'seen',
  requestId: '1',
  host: 'bank.example',
  isPrivate: false,
  action: 'allowed',
  fingerprint: 'aabb',
  connection: undefined,
  verdict: GOOD.verdict,
  report: GOOD,
  others: [],
}

let open: { id: number; url: string; incognito: boolean }[]
let records: Map<number, PageRecord>
let known: ChainReport
let asked: string[]
let level: Level
let exceptions: Exception[]
let held: Sighting[]
let updates: Partial<Seen>[]

beforeEach(() => {
  open = [{ id: 7, url: URL_OF_PAGE, incognito: false }]
  records = new Map([[7, seen]])
  known = GOOD
  asked = []
  level = 'guard'
  exceptions = []
  held = []
  updates = []
})

function create() {
  const clock = new ManualClock()
  return createReviewOpenPages({
    pages: {
      find: (tabId) => Promise.resolve(records.get(tabId)),
      update: (_, __, found) => Promise.resolve(void updates.push(found)),
    },
    chains: {
      find: (fingerprint) => Promise.resolve(fingerprint === 'aabb' ? CHAIN : undefined),
    },
    checker: {
      start(_, { fingerprint, isPrivate }) {
        asked.push(`${fingerprint}${isPrivate ? ' in private' : ''}`)
        return { result: Promise.resolve(known), progress: () => undefined }
      },
    },
    settings: {
      load: () => Promise.resolve({ ...DEFAULT_SETTINGS, level }),
      save: () => Promise.reject(new Error()),
    },
    exceptions: { list: () => Promise.resolve(exceptions) },
    awake: { hold: () => () => undefined },
    clock,
    openTabs: () => Promise.resolve(open),
    urlAt: ({ tabId }) => Promise.resolve(open.find(({ id }) => id === tabId)?.url),
    onSighting: (sighting) => held.push(sighting),
  })
}

const heldIn = () => held.map(({ request: { tabId }, action }) => `${action} ${tabId}`)

describe('a page that stands open', () => {
  it('is held once its certificate is known to be revoked, with what is known', async () => {
    known = REVOKED
    await create()()
    expect(heldIn()).toEqual(['held 7'])
    expect(held[0]).toMatchObject({ report: REVOKED, request: { url: URL_OF_PAGE, role: 'page' } })
  })

  it('is held once, however often it is looked at before the interstitial stands there', async () => {
    known = REVOKED
    const review = create()
    await Promise.all([review(), review()])
    await review()
    expect(heldIn()).toEqual(['held 7'])
  })

  it('stays where nothing is known that is new, or nobody could vouch for it by now', async () => {
    const review = create()
    await review()
    known = UNREACHABLE
    await review()
    expect(held).toEqual([])
    expect(updates).toEqual([])
  })

  it('stays where the level only watches, and is said to be revoked', async () => {
    level = 'watch'
    known = REVOKED
    await create()()
    expect(held).toEqual([])
    expect(updates).toEqual([{ verdict: REVOKED.verdict, report: REVOKED, action: 'allowed' }])
  })

  it('is held where a stricter level forbids what was found of it', async () => {
    const unverifiable = report({ kind: 'unverifiable', cause: 'no-pointer' })
    records.set(7, { ...seen, report: unverifiable, verdict: unverifiable.verdict })
    await create()()
    expect(held).toEqual([])
    level = 'lockdown'
    await create()()
    expect(heldIn()).toEqual(['held 7'])
  })

  it('by an exception is held once that is taken back', async () => {
    const { verdict } = UNREACHABLE
    records.set(7, { ...seen, action: 'excepted', report: UNREACHABLE, verdict })
    const occasion = { host: 'bank.example', fingerprint: 'aabb', verdict, isPrivate: false }
    exceptions = [grantException(occasion, { id: '1', duration: 'session', now: Date.UTC(2026, 10, 22) })]
    await create()()
    expect(held).toEqual([])
    exceptions = []
    await create()()
    expect(heldIn()).toEqual(['held 7'])
  })

  it('is asked about once, with all that have its certificate, those of private windows apart', async () => {
    open = [7, 8, 9].map((id) => ({ id, url: URL_OF_PAGE, incognito: id === 9 }))
    records = new Map(open.map(({ id, incognito }) => [id, { ...seen, isPrivate: incognito }]))
    known = REVOKED
    await create()()
    expect(asked).toEqual(['aabb', 'aabb in private'])
    expect(heldIn()).toEqual(['held 7', 'held 8', 'held 9'])
  })

  it('is left alone where it was never judged, is held already, or another stands there by now', async () => {
    known = REVOKED
    open = [7, 8, 9].map((id) => ({ id, url: URL_OF_PAGE, incognito: false }))
    records = new Map<number, PageRecord>([
      [7, { kind: 'not-checked', reason: 'not-seen' }],
      [8, { ...seen, action: 'held' }],
      [9, { ...seen, host: 'other.example' }],
    ])
    await create()()
    expect(held).toEqual([])
  })
})
