import type { Scenario } from '../lab/scenario.ts'
import { pathAwayTo } from '../lab/servers/site-parts.ts'
import type { Tab } from './firefox/tab.ts'

export type PartOutcome = 'loaded' | 'refused'

/** What a page can load from another site: documents that it frames, and parts of itself. */
export const DOCUMENTS = ['frame', 'object', 'embed'] as const
const ELEMENTS = [
  ...DOCUMENTS,
  'image',
  'image of a set',
  'image after a redirect',
  'media',
  'track',
  'style',
  'imported style',
  'script',
  'module',
] as const
const ASKED = [
  'font',
  'script of a worker',
  'fetch',
  'fetch of a worker',
  'xhr',
  'event source',
  'web socket',
] as const
export const PART_KINDS = [...ELEMENTS, ...ASKED]

export type PartKind = (typeof PART_KINDS)[number]
export type PartOutcomes = Readonly<Record<PartKind, PartOutcome>>

/** Loads a part of each kind from the site into the page, all at once. What is redirected sets out from the host `from`. */
export async function loadParts(tab: Tab, { url }: Scenario, from: Scenario): Promise<PartOutcomes> {
  const mark = String(++loads)
  const away = new URL(pathAwayTo(''), from.url).href
  const [shown, asked] = await Promise.all([
    tab.run(loadElements, ELEMENTS, url, away, mark),
    tab.run(loadByScript, ASKED, url, mark),
  ])
  return { ...shown, ...asked }
}

/** Tells each load from others in its addresses. */
let loads = 0

// The rest is sent to the page as text.
/* oxlint-disable unicorn/consistent-function-scoping -- the page knows nothing but each of these functions */

type Loaded<K extends string> = Promise<Readonly<Record<K, PartOutcome>>>

async function loadElements<K extends (typeof ELEMENTS)[number]>(
  kinds: readonly K[],
  site: string,
  away: string,
  mark: string,
): Loaded<K> {
  const told = (element: Element, event = 'load') =>
    new Promise<PartOutcome>((resolve) => {
      element.addEventListener(event, () => resolve('loaded'))
      element.addEventListener('error', () => resolve('refused'))
    })
  const add = (name: string, attributes: Readonly<Record<string, string>>, text = '') => {
    const element = document.createElement(name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
    element.textContent = text
    document.body.append(element)
    return element
  }
  // A document of another site is not to be seen, and one that was refused stays the empty one, and says nothing.
  const framed = async (element: HTMLElement) => {
    const patience = new Promise<PartOutcome>((resolve) => setTimeout(() => resolve('refused'), 3_500))
    const outcome = await Promise.race([told(element), patience])
    return 'contentDocument' in element && element.contentDocument !== null ? 'refused' : outcome
  }
  const load = (kind: K): Promise<PartOutcome> => {
    const at = (path: string) => new URL(`${path}?${encodeURIComponent(`${mark} ${kind}`)}`, site).href
    switch (kind) {
      case 'frame':
        return framed(add('iframe', { src: at('/') }))
      case 'object':
        return framed(add('object', { data: at('/'), type: 'text/html' }))
      case 'embed':
        return framed(add('embed', { src: at('/'), type: 'text/html' }))
      case 'image':
        return told(add('img', { src: at('/part.svg') }))
      case 'image of a set':
        return told(add('img', { srcset: `${at('/part.svg')} 1x` }))
      case 'image after a redirect':
        return told(add('img', { src: away + encodeURIComponent(at('/part.svg')) }))
      case 'media':
        return told(add('audio', { src: at('/part.wav'), preload: 'auto' }), 'loadeddata')
      case 'track': {
        const track = add('track', { src: at('/part.vtt'), default: '' })
        add('video', { crossorigin: 'anonymous' }).append(track)
        return told(track)
      }
      case 'style':
        return told(add('link', { rel: 'stylesheet', href: at('/part.css') }))
      case 'imported style':
        return told(add('style', {}, `@import "${at('/part.css')}"`))
      case 'script':
        return told(add('script', { src: at('/part.js') }))
      case 'module':
        return told(add('script', { src: at('/part.js'), type: 'module' }))
    }
  }
  const all = await Promise.all(kinds.map(async (kind) => [kind, await load(kind)] as const))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one of each
  return Object.fromEntries(all) as Record<K, PartOutcome>
}

async function loadByScript<K extends (typeof ASKED)[number]>(
  kinds: readonly K[],
  site: string,
  mark: string,
): Loaded<K> {
  const settled = (attempt: Promise<unknown>): Promise<PartOutcome> =>
    attempt.then(
      () => 'loaded',
      () => 'refused',
    )
  const told = (target: EventTarget, event: string) =>
    new Promise<PartOutcome>((resolve) => {
      target.addEventListener(event, () => resolve('loaded'))
      target.addEventListener('error', () => resolve('refused'))
    })
  const inWorker = async (body: string) => {
    const worker = new Worker(URL.createObjectURL(new Blob([body], { type: 'text/javascript' })))
    const outcome = await new Promise<PartOutcome>((resolve) => {
      worker.addEventListener('message', ({ data }) => resolve(data === true ? 'loaded' : 'refused'))
    })
    worker.terminate()
    return outcome
  }
  // It is none that Firefox could draw with: what counts is whether its bytes came.
  const hasBytes = (entry: PerformanceEntry) =>
    entry instanceof PerformanceResourceTiming && entry.decodedBodySize > 0
  const load = async (kind: K): Promise<PartOutcome> => {
    const at = (path: string) => new URL(`${path}?${encodeURIComponent(`${mark} ${kind}`)}`, site).href
    switch (kind) {
      case 'font': {
        const url = at('/part.woff2')
        await settled(new FontFace('part', `url(${url})`).load())
        return performance.getEntriesByName(url).some(hasBytes) ? 'loaded' : 'refused'
      }
      case 'script of a worker': {
        const script = `importScripts('${at('/empty.js')}')`
        return inWorker(`try { ${script}; postMessage(true) } catch { postMessage(false) }`)
      }
      case 'fetch':
        return settled(fetch(at('/part.json')))
      case 'fetch of a worker':
        return inWorker(
          `fetch('${at('/part.json')}').then(() => postMessage(true), () => postMessage(false))`,
        )
      case 'xhr': {
        const request = new XMLHttpRequest()
        request.open('GET', at('/part.json'))
        request.send()
        return told(request, 'load')
      }
      case 'event source': {
        const source = new EventSource(at('/part.events'))
        return told(source, 'open').finally(() => source.close())
      }
      case 'web socket': {
        const socket = new WebSocket(at('/socket').replace('https:', 'wss:'))
        return told(socket, 'open').finally(() => socket.close())
      }
    }
  }
  const all = await Promise.all(kinds.map(async (kind) => [kind, await load(kind)] as const))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one of each
  return Object.fromEntries(all) as Record<K, PartOutcome>
}
