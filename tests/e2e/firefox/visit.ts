import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcome } from '../../lab/scenario.ts'
import type { Sightings } from './sightings.ts'
import type { Tab } from './tab.ts'

/** What became of a visit, as the person in front of the screen sees it. */
export interface Visit {
  readonly tab: Tab
  readonly outcome: Outcome | 'timeout'
  readonly tookMs: number
  /** The laboratory's page stood in the tab, if only for an instant. */
  readonly bodyShown: boolean
  /** Address of the document that is shown. */
  readonly url: string
  /** Where Firefox refused: NSS error name, or the kind of its error page. */
  readonly error?: string
}

export interface VisitOptions {
  readonly timeoutMs?: number
  /** Content with an interstitial that is still checking. */
  readonly whileChecking?: boolean
}

/** Goes to the address and waits for the site's page, the interstitial or Firefox's own error page to stand. */
export async function visit(
  tab: Tab,
  url: string,
  sightings: Sightings,
  { timeoutMs = 20_000, whileChecking = false }: VisitOptions = {},
): Promise<Visit> {
  await tab.run(markAsLeft).catch(() => {})
  sightings.forget(tab)
  const startedAt = performance.now()
  tab.navigate(url)
  const end = await waitForEnd(tab, startedAt + timeoutMs, whileChecking)
  const tookMs = Math.round(performance.now() - startedAt)
  return { tab, ...end, tookMs, bodyShown: end.outcome === 'opens' || sightings.has(tab) }
}

/** As `visit`, without going anywhere: for a tab that is on its way already. */
export async function settle(tab: Tab, sightings: Sightings, options: VisitOptions = {}): Promise<Visit> {
  const startedAt = performance.now()
  const end = await waitForEnd(tab, startedAt + (options.timeoutMs ?? 20_000), options.whileChecking ?? false)
  const tookMs = Math.round(performance.now() - startedAt)
  return { tab, ...end, tookMs, bodyShown: end.outcome === 'opens' || sightings.has(tab) }
}

/** The document that stands now is not the end of the visit to come. Sent to the page as text. */
export function markAsLeft(): void {
  document.documentElement.toggleAttribute('data-left', true)
}

type End = Pick<Visit, 'outcome' | 'url' | 'error'>

const POLL_MS = 25
const ERROR_GRACE_MS = 1_000

async function waitForEnd(tab: Tab, deadline: number, whileChecking: boolean): Promise<End> {
  let url = ''
  let errorSince: number | undefined
  while (performance.now() < deadline) {
    // Between two documents there is nothing to look at.
    const sight = await tab.run(look).catch(() => undefined)
    const end = sight && classify(sight, whileChecking)
    // The error page stands a moment before it knows its NSS error. Errors of DNS and TCP never have one.
    const lacksCode = end?.outcome === 'firefox-error' && sight?.errorCode === undefined
    if (lacksCode) errorSince ??= performance.now()
    if (end && (!lacksCode || performance.now() > (errorSince ?? 0) + ERROR_GRACE_MS)) return end
    url = sight?.url ?? url
    await sleep(POLL_MS)
  }
  return { outcome: 'timeout', url }
}

interface Sight {
  readonly url: string
  readonly left: boolean
  readonly labPage: boolean
  readonly phase: string | undefined
  readonly errorCode: string | undefined
}

function classify(sight: Sight, whileChecking: boolean): End | undefined {
  const { url } = sight
  if (sight.left) return undefined
  if (sight.labPage) return { outcome: 'opens', url }
  if (sight.phase === 'settled' || (whileChecking && sight.phase === 'checking')) {
    return { outcome: 'interstitial', url }
  }
  if (!/^about:(net|cert)error\?/.test(url)) return undefined
  const kind = new URLSearchParams(url.slice(url.indexOf('?'))).get('e')
  const error = sight.errorCode ?? kind
  return { outcome: 'firefox-error', url, ...(error !== null && { error }) }
}

// The rest is sent to the page as text.

interface FirefoxErrorDocument extends Document {
  getNetErrorInfo?(): { readonly errorCodeString: string }
  getFailedCertSecurityInfo?(): { readonly errorCodeString: string }
}

function look(): Sight {
  const page: FirefoxErrorDocument = document
  const read = (method: 'getFailedCertSecurityInfo' | 'getNetErrorInfo') => {
    try {
      return page[method]?.().errorCodeString || undefined
    } catch {
      return undefined
    }
  }
  const isInterstitial =
    location.protocol === 'moz-extension:' && location.pathname.includes('/interstitial/')
  return {
    url: page.documentURI,
    left: page.documentElement.hasAttribute('data-left'),
    labPage: location.protocol.startsWith('http') && page.querySelector('#lab-page') !== null,
    phase: isInterstitial ? page.querySelector<HTMLElement>('main[data-phase]')?.dataset['phase'] : undefined,
    errorCode: read('getFailedCertSecurityInfo') ?? read('getNetErrorInfo'),
  }
}
