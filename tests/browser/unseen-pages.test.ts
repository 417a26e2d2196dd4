import { beforeEach, describe, expect, it } from 'vitest'
import type { OpenPage } from '../../src/browser/guard/open-page.ts'
import type { Undecided } from '../../src/browser/guard/under-judgement.ts'
import { createSessionTable } from '../../src/browser/storage/session-table.ts'
import type { PageRecord } from '../../src/browser/surface/page-record.ts'
import type { Seen } from '../../src/browser/surface/pages.ts'
import { createUnseenPages } from '../../src/browser/surface/unseen-pages.ts'
import { DEFAULT_SETTINGS } from '../../src/policy/settings.ts'
import { isFlag } from '../../src/policy/shape.ts'
import { FakeChecker } from '../fakes/fake-checker.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'
import { GOOD, REVOKED } from '../fakes/reports.ts'

const URL_OF_PAGE = 'https://bank.example/account'

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

const UNDECIDED: Undecided = {
  requestId: '1',
  tabId: 7,
  url: URL_OF_PAGE,
  isPrivate: false,
  fingerprint: 'aabb',
  since: 0,
}

let checker: FakeChecker
let judged: OpenPage[]
let undecided: Undecided | undefined
let records: Map<number, PageRecord>
let storage: MemoryStorage
let isBlind: boolean
let frames: { frameId: number; url: string }[]
let open: { id: number; url: string; incognito: boolean }[]

beforeEach(() => {
  checker = new FakeChecker()
  judged = []
  undecided = undefined
  records = new Map()
  storage = new MemoryStorage()
  isBlind = false
  frames = []
  open = [{ id: 7, url: URL_OF_PAGE, incognito: false }]
})

/** As at every start of the event page. */
function create() {
  return createUnseenPages({
    pages: { find: (tabId) => Promise.resolve(records.get(tabId)) },
    checker,
    settings: { load: () => Promise.resolve(DEFAULT_SETTINGS), save: () => Promise.reject(new Error()) },
    judge: (pages) => Promise.resolve(void judged.push(...pages)),
    getTab: (id) =>
      Promise.resolve({
        id,
        url: id === 9 ? 'moz-extension://6a1f/selftest.html' : URL_OF_PAGE,
        incognito: id === 8,
      }),
    openTabs: () => Promise.resolve(open),
    framesIn: (tabId) => (tabId === 7 ? Promise.resolve(frames) : Promise.reject(new Error('no such tab'))),
    underJudgement: { leftOver: (tabId) => Promise.resolve(tabId === 7 ? undecided : undefined) },
    siteAccess: { isMissing: () => isBlind },
    own: 'moz-extension://6a1f/',
    tried: createSessionTable<boolean>(storage, 'tried', 10, isFlag),
  })
}

describe('a page for which no request was seen', () => {
  it('is judged, in the kind of window that it stands in', async () => {
    await create().onUnseen(8, URL_OF_PAGE, undefined)
    expect(judged).toEqual([{ tabId: 8, url: URL_OF_PAGE, isPrivate: true }])
  })

  it('is not judged again where it came back from the history, and its verdict stands', async () => {
    checker.known = GOOD
    expect(await create().onUnseen(7, URL_OF_PAGE, seen)).toEqual(seen)
    expect(judged).toEqual([])
  })

  it('is judged by what its connection has shown where it was let go undecided, whatever was known before', async () => {
    checker.known = GOOD
    undecided = UNDECIDED
    expect(await create().onUnseen(7, URL_OF_PAGE, seen)).toBe('not-seen')
    expect(judged).toEqual([{ tabId: 7, url: URL_OF_PAGE, isPrivate: false, undecided }])
  })

  it('is judged in a private window, whatever is known of its host from others', async () => {
    checker.known = GOOD
    expect(await create().onUnseen(8, URL_OF_PAGE, seen)).toBe('not-seen')
    expect(judged).toHaveLength(1)
  })

  it('is judged where its verdict stands no more, or is another by now', async () => {
    await create().onUnseen(7, URL_OF_PAGE, seen)
    checker.known = REVOKED
    expect(await create().onUnseen(7, URL_OF_PAGE, seen)).toBe('not-seen')
    expect(judged).toHaveLength(2)
  })
})

describe('a page that was opened without access to websites', () => {
  it('is not taken for what its host was, and not judged as long as that lasts', async () => {
    isBlind = true
    checker.known = GOOD
    expect(await create().onUnseen(7, URL_OF_PAGE, seen)).toBe('no-access')
    await create().judgeAll()
    expect(judged).toEqual([])
  })

  it('is judged once there is access, though another was tried there before', async () => {
    await create().judgeAll()
    records.set(7, { kind: 'not-checked', reason: 'no-access', host: 'bank.example' })
    await create().judgeAll()
    expect(judged).toHaveLength(1)
    await create().judgeAllAnew()
    expect(judged).toHaveLength(2)
  })
})

it('a page of a host that Firefox hides from add-ons is said to be one', async () => {
  expect(await create().onUnseen(7, 'https://addons.mozilla.org/de/', undefined)).toBe('restricted')
})

describe('the pages that are open when the add-on starts', () => {
  it('are judged where they were not seen, once', async () => {
    await create().judgeAll()
    await create().judgeAll()
    expect(judged).toEqual([{ tabId: 7, url: URL_OF_PAGE, isPrivate: false }])
  })

  it('are judged along with the frames in them that come from elsewhere, over https', async () => {
    frames = [
      { frameId: 0, url: URL_OF_PAGE },
      { frameId: 3, url: 'https://pay.example/form' },
      { frameId: 4, url: 'https://bank.example/own' },
      { frameId: 5, url: 'about:blank' },
      { frameId: 6, url: 'http://plain.example/' },
    ]
    open.push({ id: 8, url: URL_OF_PAGE, incognito: true })
    await create().judgeAll()
    expect(judged).toEqual([
      { tabId: 7, url: URL_OF_PAGE, isPrivate: false },
      { tabId: 8, url: URL_OF_PAGE, isPrivate: true },
      { tabId: 7, frameId: 3, url: 'https://pay.example/form', isPrivate: false },
    ])
  })

  it('are judged where another page was seen in their tab', async () => {
    records.set(7, { ...seen, host: 'other.example' })
    await create().judgeAll()
    expect(judged).toHaveLength(1)
  })

  it('of private windows leave nothing behind once the last of these is gone', async () => {
    open = [{ id: 8, url: URL_OF_PAGE, incognito: true }]
    const pages = create()
    await pages.judgeAll()
    expect(JSON.stringify([...storage.items])).toContain('bank.example')
    await pages.forgetPrivate()
    expect(JSON.stringify([...storage.items])).not.toContain('bank.example')
  })

  it('are judged, whatever was seen in their tab, where they were let go undecided', async () => {
    records.set(7, seen)
    undecided = { ...UNDECIDED, url: 'https://bank.example/elsewhere' }
    await create().judgeAll()
    expect(judged).toEqual([])
    undecided = UNDECIDED
    await create().judgeAll()
    expect(judged).toEqual([{ tabId: 7, url: URL_OF_PAGE, isPrivate: false, undecided }])
  })

  it('are left alone where they were seen', async () => {
    records.set(7, seen)
    await create().judgeAll()
    expect(judged).toEqual([])
  })
})

describe('a frame for which no request was seen', () => {
  const FRAME_URL = 'https://pay.example/form'

  it('is judged, in the kind of window that it stands in', async () => {
    await create().onUnseen(8, FRAME_URL, undefined, 3)
    expect(judged).toEqual([{ tabId: 8, frameId: 3, url: FRAME_URL, isPrivate: true }])
  })

  it('is not judged again where what is known of its host still stands', async () => {
    checker.known = GOOD
    await create().onUnseen(7, FRAME_URL, seen, 3)
    expect(judged).toEqual([])
  })

  it('is left alone where we have put it ourselves, to try a site out', async () => {
    await create().onUnseen(9, FRAME_URL, undefined, 3)
    expect(judged).toEqual([])
  })
})
