import { beforeEach, describe, expect, it } from 'vitest'
import type { Hold } from '../../src/browser/guard/hold.ts'
import { createHoldHandlers } from '../../src/browser/surface/hold-handlers.ts'
import { holdSample } from '../fakes/hold.ts'

const OWN = { tabId: holdSample.tabId, isPrivate: false }
const OTHER_TAB = { ...OWN, tabId: 8 }
const reached = { phase: 'gone', url: 'reached' } as const

let hold: Hold | undefined
let continued: object[]

const handlers = createHoldHandlers({
  find: () => Promise.resolve(hold),
  state: () => Promise.resolve(reached),
  retry: () => Promise.resolve(reached),
  continueAnyway: (_, choice) => {
    continued.push(choice)
    return Promise.resolve(true)
  },
})

beforeEach(() => {
  hold = holdSample
  continued = []
})

describe('an interstitial', () => {
  it('is answered about the hold of its own tab', async () => {
    expect(await handlers.hold({ id: 'h' }, OWN)).toBe(reached)
    expect(await handlers['hold.retry']({ id: 'h' }, OWN)).toBe(reached)
    expect(await handlers['hold.continue']({ id: 'h', duration: 'hour' }, OWN)).toBe(true)
  })

  it('has no say about that of another tab, but learns where the page is', async () => {
    const gone = { phase: 'gone', url: holdSample.url }
    expect(await handlers.hold({ id: 'h' }, OTHER_TAB)).toEqual(gone)
    expect(await handlers['hold.retry']({ id: 'h' }, OTHER_TAB)).toEqual(gone)
    expect(await handlers['hold.continue']({ id: 'h', duration: 'hour' }, OTHER_TAB)).toBe(false)
    expect(continued).toEqual([])
  })

  it('learns nothing about a private window outside of it, nor the other way round', async () => {
    for (const isPrivate of [true, false]) {
      hold = { ...holdSample, isPrivate }
      const sender = { ...OWN, isPrivate: !isPrivate }
      expect(await handlers.hold({ id: 'h' }, sender)).toEqual({ phase: 'gone' })
      expect(await handlers['hold.continue']({ id: 'h', duration: 'hour' }, sender)).toBe(false)
    }
  })

  it('that nobody knows of is told so', async () => {
    hold = undefined
    expect(await handlers.hold({ id: 'h' }, OWN)).toEqual({ phase: 'gone' })
    expect(await handlers['hold.retry']({ id: 'h' }, OWN)).toEqual({ phase: 'gone' })
    expect(await handlers['hold.continue']({ id: 'h', duration: 'hour' }, OWN)).toBe(false)
  })

  it('cannot make up a duration, nor pass on as a name what is no text', async () => {
    const forged = { id: 'h', duration: 'forever', typedHost: { toLowerCase: 'bank.example' } }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what comes as a message may be anything
    const message = forged as never
    expect(await handlers['hold.continue'](message, OWN)).toBe(false)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same
    await handlers['hold.continue']({ ...forged, duration: 'hour' } as never, OWN)
    expect(continued).toEqual([{ duration: 'hour' }])
  })
})
