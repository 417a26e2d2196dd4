import { setTimeout as sleep } from 'node:timers/promises'
import { verified } from '../../lab/scenarios/expect.ts'
import type { Row, Variant } from '../../lab/scenarios/variant.ts'
import type { SitePart } from '../../lab/servers/site-parts.ts'
import type { SiteAnswers } from '../../lab/servers/tls-sites.ts'

/** Hosts that the parts of the page are spread over, its own among them. */
export const HOSTS = 20

/** Half of the hosts are covered by CRLite, as nearly all are; the CA of the others has to be asked, once. */
export const busyRow: Row = {
  row: 0,
  title: 'A page of many parts',
  variants: Array.from({ length: HOSTS }, (_, n) => variant(n)),
}

function variant(n: number): Variant {
  const pointers = { responders: ['ocsp'], crls: ['crl'] } as const
  return {
    slug: `busy-${n}`,
    title: `Host ${n}`,
    why: 'The page, or a part of it.',
    leaf: n % 2 === 0 ? { ...pointers, sct: 'covered' } : pointers,
    arrange: {},
    expect: verified('crlite', 'crl'),
    kinds: ['public'],
  }
}

export const BUSY_PATH = '/busy.html'

/** From each host: what a page loads, in sizes as they are in use. The script fetches the last. */
const PARTS: Readonly<Record<string, SitePart>> = {
  '/look.css': { type: 'text/css', body: `body { outline-style: dotted }${filler(8)}` },
  '/run.js': {
    type: 'text/javascript',
    body: `fetched.push(fetch(new URL('data.json', document.currentScript.src)).then((it) => it.json()))${filler(24)}`,
  },
  '/one.svg': picture('one'),
  '/two.svg': picture('two'),
  '/data.json': { type: 'application/json', body: JSON.stringify({ text: 'x'.repeat(4096) }) },
}

export const PARTS_EACH = Object.keys(PARTS).length

function filler(kibibytes: number): string {
  return `\n/*${'x'.repeat(kibibytes * 1024)}*/\n`
}

function picture(name: string): SitePart {
  const body = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><desc>${name}${'x'.repeat(12_288)}</desc></svg>`
  return { type: 'image/svg+xml', body }
}

/** `far`: as sites are, which answer after a while; `near`: at once, from this machine. */
export type Distance = 'far' | 'near'

/** The sites of the page, with what may be changed while they run. */
export interface BusySite {
  readonly answers: SiteAnswers
  distance: Distance
  /** Addresses of the hosts, the page's own first. */
  urls: readonly string[]
}

/** Until the page's own answer begins, and the first and the last of its parts, ms. What is called good is under 800. */
export const PAGE_AFTER_MS = 300
export const PARTS_AFTER_MS = [50, 250] as const

export function createBusySite(): BusySite {
  const site: BusySite = {
    distance: 'near',
    urls: [],
    async answers(host, path) {
      const isPage = path.startsWith(BUSY_PATH)
      if (site.distance === 'far') await sleep(isPage ? PAGE_AFTER_MS : delayOf(host, path))
      return isPage ? { type: 'text/html; charset=utf-8', body: busyPage(site.urls) } : PARTS[path]
    },
  }
  return site
}

/** Spread evenly, and the same each time. */
function delayOf(host: string, path: string): number {
  const [first, last] = PARTS_AFTER_MS
  const number = Number(/\d+/.exec(host)?.[0]) * PARTS_EACH + Object.keys(PARTS).indexOf(path)
  return first + ((number * 37) % (HOSTS * PARTS_EACH)) * ((last - first) / (HOSTS * PARTS_EACH))
}

/** When all has arrived, it says how long that took since the navigation began. */
function busyPage(urls: readonly string[]): string {
  const all = urls.flatMap((url) => Object.keys(PARTS).map((path) => new URL(path, url).href))
  const ending = (suffix: string) => all.filter((url) => url.endsWith(suffix))
  return `<!doctype html>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<title>A page of many parts</title>
<script>
  const fetched = []
  addEventListener('load', async () => {
    await Promise.all(fetched)
    document.documentElement.dataset.tookMs = performance.now()
  })
</script>
${ending('.css')
  .map((url) => `<link rel="stylesheet" href="${url}">`)
  .join('\n')}
${ending('.js')
  .map((url) => `<script defer src="${url}"></script>`)
  .join('\n')}
<main>
${ending('.svg')
  .map((url) => `<img alt="" src="${url}">`)
  .join('\n')}
</main>
`
}
