import { beforeEach, describe, expect, it } from 'vitest'
import type { AloneProbe, AloneSight, Place } from '../../../src/browser/self-test/alone-probe.ts'
import { createTabLook, type TabLook } from '../../../src/browser/self-test/tab-look.ts'

const TAB = 5
const FRESH = 'https://bank.example/?word'
const SIGHT: AloneSight = { alone: { kind: 'loaded' }, chain: undefined }

let done: string[]
let quiet: Promise<void>
let place: Place
let tell: (sight: AloneSight) => void
let tabLook: TabLook

const probe: Pick<AloneProbe, 'connect'> = {
  async connect(url, given) {
    place = given
    const seen = new Promise<AloneSight>((resolve) => {
      tell = resolve
    })
    await place.open(url)
    const sight = await seen
    await place.close()
    return sight
  },
}

beforeEach(() => {
  done = []
  quiet = Promise.resolve()
  tabLook = createTabLook(probe, {
    tabs: {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the number is all that is asked for
      create: (how) => Promise.resolve(note('create', how.url, { id: TAB } as never)),
      reload: (tabId: unknown, how?: { bypassCache?: boolean }) =>
        Promise.resolve(note(how?.bypassCache === true ? 'reload past caches' : 'reload', String(tabId))),
      remove: () => Promise.reject(note('remove', '', new Error('it has gone'))),
    },
    newWord: () => 'word',
    wait: () => quiet,
    onOpen: (tabId) => Promise.resolve(note('told of', String(tabId))),
  })
})

function note<T>(what: string, which = '', result?: T): T {
  done.push(`${what} ${which}`.trim())
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- undefined where nothing is wanted
  return result as T
}

const ask = (url = FRESH, tabId = TAB) => tabLook.onBeforeRequest({ tabId, url })
const fail = (url = FRESH, frameId = 0) => tabLook.onErrorOccurred({ tabId: TAB, frameId, url })
const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('a look at a site from a tab', () => {
  it('breaks the awakening of the tab off, and goes past service workers and caches then', async () => {
    const seen = tabLook.look('https://bank.example/account')
    await settled()
    expect(done).toEqual([`create ${FRESH}`, `told of ${TAB}`, `reload ${TAB}`])
    expect(ask()).toEqual({ cancel: true })
    fail()
    await settled()
    expect(done.at(-1)).toBe(`reload past caches ${TAB}`)
    expect(ask()).toEqual({})
    tell(SIGHT)
    expect(await seen).toBe(SIGHT)
    expect(done.at(-1)).toBe('remove')
  })

  it('breaks off whatever else sets out before it is quiet, and reloads once', async () => {
    void tabLook.look('https://bank.example/')
    await settled()
    // What was given up by Firefox itself does not count.
    fail()
    await settled()
    expect(done.at(-1)).toBe(`reload ${TAB}`)
    ask()
    fail()
    expect(ask()).toEqual({ cancel: true })
    await settled()
    expect(done.at(-1)).toBe(`reload ${TAB}`)
    fail()
    fail()
    await settled()
    expect(done.filter((what) => what.startsWith('reload'))).toHaveLength(2)
  })

  it('touches no other tab, frame or address', async () => {
    void tabLook.look('https://bank.example/')
    await settled()
    expect(ask('https://bank.example/?another')).toEqual({})
    expect(ask(FRESH, TAB + 1)).toEqual({})
    ask()
    fail(FRESH, 3)
    fail('https://bank.example/?another')
    await settled()
    expect(done.at(-1)).toBe(`reload ${TAB}`)
  })

  it('has done with a tab that it has closed', async () => {
    const seen = tabLook.look('https://bank.example/')
    await settled()
    tell(SIGHT)
    await seen
    expect(ask()).toEqual({})
  })
})
