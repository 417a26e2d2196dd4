import type { Tabs } from 'webextension-polyfill'
import { describe, expect, it } from 'vitest'
import { createMessageRouter, type Handlers } from '../../src/browser/surface/message-router.ts'

const ORIGIN = 'moz-extension://6a1f/'
const INTERSTITIAL = `${ORIGIN}extension/interstitial/index.html`
const OWN = { id: 'hardfail@hardfail.example', origin: ORIGIN, interstitial: INTERSTITIAL }
const POPUP = { id: OWN.id, url: `${ORIGIN}extension/popup/index.html` }

const answer = (type: string) => () => Promise.resolve(type)
const answers = Object.fromEntries(['page', 'hold', 'hold.continue'].map((type) => [type, answer(type)]))
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- which handler is called is all that counts here
const handlers = answers as unknown as Handlers
const route = createMessageRouter(handlers, OWN)

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rest of a tab is never looked at
const TAB = { id: 7 } as Tabs.Tab
const tab = (url: string, frameId = 0) => ({ ...POPUP, url, frameId, tab: TAB })

describe('messages', () => {
  it('from our own pages are answered', async () => {
    await expect(route({ type: 'page', tabId: 1 }, POPUP)).resolves.toBe('page')
  })

  it.each([
    ['another add-on', { ...POPUP, id: 'other@example' }],
    ['a web page', { ...POPUP, url: 'https://evil.example/' }],
    ['a page that looks like ours', { ...POPUP, url: 'https://evil.example/moz-extension://6a1f/' }],
    ['nowhere', { id: OWN.id }],
  ])('from %s are not heard', (_, sender) => {
    expect(route({ type: 'page', tabId: 1 }, sender)).toBeUndefined()
  })

  it.each([
    null,
    'page',
    7,
    {},
    { type: 7 },
    { type: 'unknown' },
    { type: '__proto__' },
    { type: 'constructor' },
  ])('that are no request (%j) are refused', async (message) => {
    await expect(route(message, POPUP)).rejects.toThrow(TypeError)
  })

  it('about a hold are taken from the top frame of the interstitial with that id alone', async () => {
    const message = { type: 'hold.continue', id: 'a', duration: 'session' }
    await expect(route(message, tab(`${INTERSTITIAL}?id=a`))).resolves.toBe('hold.continue')
    await expect(route(message, tab(`${INTERSTITIAL}?id=b`))).rejects.toThrow(TypeError)
    await expect(route(message, tab(`${INTERSTITIAL}?id=a`, 3))).rejects.toThrow(TypeError)
    await expect(route(message, POPUP)).rejects.toThrow(TypeError)
    for (const page of ['popup', 'options', 'interstitial/../popup']) {
      const pretender = tab(`${ORIGIN}extension/${page}/index.html?id=a`)
      await expect(route(message, pretender)).rejects.toThrow(TypeError)
    }
    await expect(route({ type: 'hold' }, tab(`${INTERSTITIAL}?id=a`))).rejects.toThrow(TypeError)
    await expect(route(message, tab(`${INTERSTITIAL}?id=a#https%3A%2F%2Fbank.example%2F`))).resolves.toBe(
      'hold.continue',
    )
  })
})
