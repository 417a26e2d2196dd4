import { beforeEach, describe, expect, it } from 'vitest'
import type { Display } from '../../src/browser/surface/face.ts'
import { createToolbar, type Toolbar } from '../../src/browser/surface/toolbar.ts'
import { ManualClock } from '../fakes/manual-clock.ts'

const GOOD: Display = { face: 'verified', isAlarming: false }
const BAD: Display = { face: 'revoked', isAlarming: true }

let clock: ManualClock
/** What Firefox has of each tab. */
let titles: Map<number, string>
let icons: string[]
let toolbar: Toolbar

beforeEach(() => {
  clock = new ManualClock()
  titles = new Map()
  icons = []
  toolbar = createToolbar(
    {
      getTitle: ({ tabId }) => Promise.resolve(titles.get(tabId ?? -1) ?? 'Hardfail'),
      setTitle: async ({ tabId, title }) => void titles.set(tabId ?? -1, title ?? ''),
      setIcon: async ({ path }) => void icons.push(typeof path === 'string' ? path : ''),
      setBadgeText: () => Promise.resolve(),
      setBadgeBackgroundColor: () => Promise.resolve(),
      setBadgeTextColor: () => Promise.resolve(),
    },
    ({ face }) => `Hardfail: ${face}`,
    clock,
  )
})

describe('the button of a tab', () => {
  it('is set once', async () => {
    await toolbar.show(7, GOOD)
    await clock.advance(2_000)
    expect(icons).toEqual(['icons/verified.svg'])
  })

  it('is set again where Firefox has taken it back since', async () => {
    await toolbar.show(7, GOOD)
    titles.clear()
    await clock.advance(2_000)
    expect(titles.get(7)).toBe('Hardfail: verified')
    expect(icons).toHaveLength(2)
  })

  it('is what was wanted last', async () => {
    await toolbar.show(7, GOOD)
    await clock.advance(500)
    await toolbar.show(7, BAD)
    titles.clear()
    await clock.advance(2_000)
    expect(icons).toEqual(['icons/verified.svg', 'icons/revoked.svg', 'icons/revoked.svg'])
  })
})
