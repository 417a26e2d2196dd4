import { beforeEach, describe, expect, it } from 'vitest'
import type { Sighting } from '../../src/browser/guard/sighting.ts'
import { createSessionTable } from '../../src/browser/storage/session-table.ts'
import { displayOf } from '../../src/browser/surface/face.ts'
import { stateOf, type PageRecord } from '../../src/browser/surface/page-record.ts'
import { createPages, type Pages } from '../../src/browser/surface/pages.ts'
import { isPageRecord } from '../../src/browser/storage/record-shapes.ts'
import { holdSample } from '../fakes/hold.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'
import { GOOD, REVOKED, UNREACHABLE } from '../fakes/reports.ts'

const TAB = 7
const URL_OF_HOLD = 'moz-extension://6a1f/extension/interstitial/index.html?id=h'

let storage: MemoryStorage
let shown: PageRecord[]
/** Says what an unseen page can be taken for. */
let onUnseen: Parameters<typeof createPages>[0]['onUnseen']
let pages: Pages

beforeEach(() => {
  storage = new MemoryStorage()
  shown = []
  onUnseen = (_tabId, _url, last) => Promise.resolve(last ?? 'not-seen')
  pages = create()
})

function create(): Pages {
  return createPages({
    table: createSessionTable<PageRecord>(storage, 'page', 10, isPageRecord),
    holdAt: (url) => Promise.resolve(url === URL_OF_HOLD ? holdSample : undefined),
    onChange: (_, record) => shown.push(record),
    onUnseen: (...page) => onUnseen(...page),
  })
}

function sighting(more: Partial<Sighting> = {}, request: Partial<Sighting['request']> = {}): Sighting {
  return {
    request: {
      requestId: '1',
      tabId: TAB,
      role: 'page',
      url: 'https://bank.example/',
      host: 'bank.example',
      method: 'GET',
      isPrivate: false,
      isSent: true,
      ...request,
    },
    action: 'allowed',
    fingerprint: 'aabb',
    connection: undefined,
    verdict: GOOD.verdict,
    report: GOOD,
    ...more,
  }
}

const commit = (url: string, frameId = 0) => pages.onCommitted({ tabId: TAB, frameId, url })
const state = async () => {
  const record = await pages.find(TAB)
  return record && stateOf(record)
}

describe('what a tab shows', () => {
  it('is what the guard saw of the page that arrived, and only once it has arrived', async () => {
    pages.onSighting(sighting())
    expect(await state()).toBeUndefined()
    await commit('https://bank.example/welcome')
    expect(await state()).toMatchObject({ kind: 'checked', verdict: GOOD.verdict, action: 'allowed' })
  })

  it('is not what it saw of another host', async () => {
    pages.onSighting(sighting({}, { host: 'other.example' }))
    await commit('https://bank.example/')
    expect(await state()).toEqual({ kind: 'not-checked', reason: 'not-seen', host: 'bank.example' })
  })

  it.each([
    ['http://bank.example/', 'http'],
    ['about:config', 'browser-page'],
    ['moz-extension://6a1f/extension/options/index.html', 'browser-page'],
  ])('%s is said to be not checked: %s', async (url, reason) => {
    await commit(url)
    expect(await state()).toMatchObject({ kind: 'not-checked', reason })
  })

  it('is remembered when the page comes back without a request, except from private windows', async () => {
    pages.onSighting(sighting())
    pages.onSighting(sighting({}, { host: 'secret.example', isPrivate: true }))
    await commit('about:blank')
    await commit('https://bank.example/')
    expect(await state()).toMatchObject({ kind: 'checked' })
    await commit('https://secret.example/')
    expect(await state()).toMatchObject({ kind: 'not-checked' })
  })

  it('is what a service worker has fetched, if that is handed on as a page', async () => {
    pages.onSighting(sighting({}, { tabId: -1, role: 'worker' }))
    await commit('https://bank.example/')
    expect(await state()).toMatchObject({ kind: 'checked', verdict: GOOD.verdict })
  })

  it('is not what was seen of its host before, where that stands no more', async () => {
    onUnseen = () => Promise.resolve('not-seen')
    pages.onSighting(sighting())
    await commit('about:blank')
    await commit('https://bank.example/')
    expect(await state()).toEqual({ kind: 'not-checked', reason: 'not-seen', host: 'bank.example' })
  })

  it('is the page that arrived last, though less had to be found out about it', async () => {
    const answer = new EventTarget()
    onUnseen = () =>
      new Promise((resolve) => {
        answer.addEventListener('given', () => resolve('not-seen'))
      })
    const first = commit('https://bank.example/')
    await commit('http://other.example/')
    answer.dispatchEvent(new Event('given'))
    await first
    expect(await state()).toMatchObject({ reason: 'http', host: 'other.example' })
  })

  it('outlives a suspension of the event page, and goes with its tab', async () => {
    pages.onSighting(sighting())
    await commit('https://bank.example/')
    pages = create()
    expect(await state()).toMatchObject({ kind: 'checked' })
    await pages.onTabRemoved(TAB)
    expect(await create().find(TAB)).toBeUndefined()
  })

  it('does not change with the frames in it', async () => {
    await commit('https://bank.example/')
    await commit('http://frame.example/', 3)
    expect(await state()).toMatchObject({ reason: 'not-seen' })
  })

  it('names the other hosts, and those of them that were refused', async () => {
    pages.onSighting(sighting())
    await commit('https://bank.example/')
    const frame = { role: 'frame', host: 'frame.example' } as const
    pages.onSighting(sighting({ verdict: REVOKED.verdict, action: 'held' }, frame))
    await expect
      .poll(async () => (await state()) ?? {})
      .toMatchObject({ others: [{ host: 'frame.example', verdict: 'revoked', action: 'refused' }] })
    expect(displayOf(shown.at(-1) ?? { kind: 'not-checked', reason: 'http' })).toEqual({
      face: 'verified',
      isAlarming: true,
    })
  })

  it('is written anew only for what is new of its other hosts, and shown when it looks otherwise', async () => {
    pages.onSighting(sighting())
    await commit('https://bank.example/')
    const written = storage.writes
    const frame = { role: 'frame', host: 'frame.example' } as const
    for (let count = 0; count < 5; count++) {
      pages.onSighting(sighting({}, frame))
      await pages.find(TAB)
    }
    expect(await state()).toMatchObject({ others: [{ host: 'frame.example', action: 'allowed' }] })
    expect(storage.writes).toBe(written + 1)
    expect(shown).toHaveLength(1)
    pages.onSighting(sighting({ verdict: REVOKED.verdict, action: 'held' }, frame))
    await expect.poll(() => shown).toHaveLength(2)
  })

  it('is what was found of a page that was there before anything was seen', async () => {
    await pages.onJudged(sighting())
    expect(await state()).toMatchObject({ kind: 'checked', host: 'bank.example', verdict: GOOD.verdict })
  })

  it('names the other hosts of a page that was judged later than they', async () => {
    await commit('https://bank.example/')
    expect(await state()).toMatchObject({ kind: 'not-checked', reason: 'not-seen' })
    const frame = { role: 'frame', host: 'frame.example' } as const
    for (let count = 0; count < 3; count++) {
      pages.onSighting(sighting({ verdict: REVOKED.verdict, action: 'held' }, frame))
      await pages.find(TAB)
    }
    await pages.onJudged(sighting())
    const others = [{ host: 'frame.example', verdict: 'revoked', action: 'refused' }]
    expect(await state()).toMatchObject({ kind: 'checked', others })
    await commit('https://bank.example/next')
    await pages.onJudged(sighting())
    expect(await state()).toMatchObject({ kind: 'checked', others: [] })
  })

  it('is a page held back where the interstitial stands, and follows what comes of it', async () => {
    await commit(URL_OF_HOLD)
    expect(await state()).toMatchObject({ kind: 'checking', host: 'bank.example' })
    await pages.onHoldChange({ ...holdSample, verdict: UNREACHABLE.verdict, report: UNREACHABLE })
    expect(await state()).toMatchObject({ kind: 'checked', action: 'held', verdict: UNREACHABLE.verdict })
  })

  it("is Firefox's own refusal where Firefox refused, but not for a navigation that was merely stopped", async () => {
    pages.onSighting(sighting())
    await commit('https://bank.example/')
    const url = 'https://other.example/'
    pages.onRefused({ tabId: TAB, frameId: 0, url, error: 'Error code 2152398850' })
    await commit(url)
    expect(await state()).toMatchObject({ kind: 'not-checked' })
    pages.onRefused({ tabId: TAB, frameId: 0, url, error: 'Error code 2153390068' })
    await commit(url)
    expect(await state()).toEqual({
      kind: 'refused',
      host: 'other.example',
      refusal: 'revoked',
      error: 'SEC_ERROR_REVOKED_CERTIFICATE',
    })
  })
})
