import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tab } from './firefox/tab.ts'
import { setStage, type Stage } from './stage.ts'

describe('what the add-on does not catch', () => {
  let stage: Stage
  let page: Tab

  beforeAll(async () => {
    stage = await setStage()
    const { addon } = stage.session
    if (addon === undefined) throw new Error('there is no add-on')
    page = await addon.openPage('icons/verified.svg')
  })

  afterAll(() => stage.close())

  const KINDS = ['thrown', 'rejected', 'rejected by an API'] as const
  const PLACES = ['page', 'background'] as const

  it.each(PLACES.flatMap((place) => KINDS.map((kind) => [kind, place] as const)))(
    'is noticed (%s, in the %s)',
    async (kind, place) => {
      const { addon } = stage.session
      await page.run(cause, kind, place)
      await expect.poll(() => addon?.errors.list()).toHaveLength(1)
      await addon?.errors.forget()
    },
  )

  it('is noticed though the event page has gone since', async () => {
    const { addon } = stage.session
    await page.run(cause, 'rejected', 'background')
    await addon?.suspendBackground()
    await expect.poll(() => addon?.errors.list()).toHaveLength(1)
    await addon?.errors.forget()
  })

  it('fails the session, and so the test', async () => {
    await page.run(cause, 'thrown', 'page')
    await expect(stage.close()).rejects.toThrow('the add-on has left errors behind')
  })
})

// The rest is sent to Firefox as text.

interface Page {
  readonly Error: ErrorConstructor
  readonly Promise: PromiseConstructor
  readonly browser: typeof browser
  setTimeout(run: () => void, ms: number): number
}

declare const browser: {
  readonly tabs: { get(id: number): Promise<object> }
  readonly runtime: { getBackgroundPage(): Promise<Page> }
}

async function cause(kind: string, place: 'page' | 'background'): Promise<void> {
  const here: Page = { Error, Promise, browser, setTimeout: (run, ms) => window.setTimeout(run, ms) }
  const page = place === 'page' ? here : await browser.runtime.getBackgroundPage()
  page.setTimeout(() => {
    if (kind === 'rejected') void page.Promise.reject(new page.Error(kind))
    else if (kind === 'rejected by an API') void page.browser.tabs.get(99_999)
    else throw new page.Error(kind)
  }, 0)
  await new Promise((resolve) => {
    setTimeout(resolve, 100)
  })
}
