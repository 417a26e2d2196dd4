import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Tab } from './firefox/tab.ts'
import { setStage, type Stage } from './stage.ts'

/** Scenario 18: parts of a page from a host whose certificate is revoked. */
describe('the parts of a page', () => {
  let stage: Stage
  let tab: Tab

  beforeAll(async () => {
    stage = await setStage()
  })

  beforeEach(async () => {
    await stage.scenario('02-crl-and-ocsp.public').arrange()
    ;({ tab } = await stage.session.visit(stage.scenario('01-ocsp.public').url))
  })

  afterAll(() => stage.close())

  const KINDS = ['fetch', 'image', 'script', 'style', 'frame', 'socket'] as const
  const load = (kind: (typeof KINDS)[number], id: string) => tab.run(loadPart, kind, stage.scenario(id).url)

  it.each(KINDS)('are there where their host is good (%s)', async (kind) => {
    expect(await load(kind, '01-crl-and-ocsp.public')).toBe('loaded')
  })

  it.each(KINDS)('are refused where their host is revoked (%s)', async (kind) => {
    expect(await load(kind, '02-crl-and-ocsp.public')).toBe('refused')
  })

  it('that were refused are named in the popup, with their host', async () => {
    const { session } = stage
    await load('image', '02-crl-and-ocsp.public')
    const popup = await session.openPopup(tab)
    const host = new URL(stage.scenario('02-crl-and-ocsp.public').url).host
    await expect.poll(() => popup.run(textOf, '.others [data-action=refused]')).toContain(host)
    await popup.close()
  })

  it('are there from a host that nobody vouched for, except in lockdown', async () => {
    const { session } = stage
    const cutOff = stage.scenario('03-cut-off.public')
    await cutOff.arrange()
    expect(await load('fetch', '03-cut-off.public')).toBe('loaded')
    const settings = await session.addon?.ask('settings', {})
    if (settings === undefined) throw new Error('there are no settings')
    await session.addon?.ask('settings.save', { settings: { ...settings, level: 'lockdown' } })
    expect(await load('fetch', '03-cut-off.public')).toBe('refused')
    await session.addon?.ask('settings.save', { settings })
  })
})

// The rest is sent to the page as text.

function textOf(selector: string): string {
  return document.querySelector(selector)?.textContent ?? ''
}

/** Loads a part of that kind from the site. */
function loadPart(kind: string, site: string): Promise<'loaded' | 'refused'> {
  const at = (path: string) => new URL(path, site).href
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- the page knows nothing but this function
  const once = (element: HTMLElement) =>
    new Promise<'loaded' | 'refused'>((resolve) => {
      element.addEventListener('load', () => resolve('loaded'))
      element.addEventListener('error', () => resolve('refused'))
      document.body.append(element)
    })
  const make: Record<string, () => Promise<'loaded' | 'refused'>> = {
    fetch: () =>
      fetch(at(`/part.json`)).then(
        () => 'loaded' as const,
        () => 'refused' as const,
      ),
    image: () => once(Object.assign(document.createElement('img'), { src: at('/part.svg') })),
    script: () => once(Object.assign(document.createElement('script'), { src: at('/part.js') })),
    style: () =>
      once(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: at('/part.css') })),
    // A frame that was refused keeps its empty document, and says nothing; that of another site is not to be seen.
    frame: async () => {
      const frame = Object.assign(document.createElement('iframe'), { src: site })
      await Promise.race([once(frame), new Promise((resolve) => setTimeout(resolve, 3_000))])
      return frame.contentDocument === null ? 'loaded' : 'refused'
    },
    socket: () =>
      new Promise((resolve) => {
        const socket = new WebSocket(site.replace('https:', 'wss:'))
        socket.addEventListener('open', () => {
          socket.close()
          resolve('loaded')
        })
        socket.addEventListener('error', () => resolve('refused'))
      }),
  }
  return make[kind]?.() ?? Promise.reject(new Error(kind))
}
