import type { FirefoxSession } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'
import { waitUntil } from './wait-until.ts'

/** What stands on the page with the drill after one. */
export interface ShownDrill {
  readonly phase: string | undefined
  readonly outcome: string | undefined
  /** What may explain it, or why nothing can be said. */
  readonly why: readonly string[]
  readonly action: string | undefined
  readonly verdict: string | undefined
  /** What the guard would do with what is stored, where that is something else. */
  readonly stored: string | undefined
  readonly text: string
}

export async function openSelfTest({ addon }: FirefoxSession): Promise<Tab> {
  const page = await addon?.openPage('extension/selftest/index.html#drill')
  if (page === undefined) throw new Error('there is no add-on')
  await waitUntil(() => page.run(isThere, '#start-trials'))
  return page
}

/** Types the site and presses "Prove it" as a person does: Firefox takes nothing else for a wish of the user's. */
export async function beginDrill(page: Tab, host: string): Promise<void> {
  await page.run(type, host)
  await page.run(focus, '#start-drill')
  await page.press(ENTER)
}

/** The same, and waits for its end. */
export async function drill(page: Tab, host: string): Promise<ShownDrill> {
  await beginDrill(page, host)
  await waitUntil(async () => (await page.run(readDrill)).phase !== 'idle')
  await waitUntil(async () => AT_REST.has((await page.run(readDrill)).phase ?? ''), 60_000)
  return page.run(readDrill)
}

const AT_REST = new Set(['done', 'denied', 'failed', 'bad-address'])
const ENTER = '\uE007'

export const holdsProxyPermission = (page: Tab): Promise<boolean> => page.run(hasPermission)

// The rest is sent to the page as text.

declare const browser: {
  readonly permissions: { contains(permissions: { permissions: string[] }): Promise<boolean> }
}

function hasPermission(): Promise<boolean> {
  return browser.permissions.contains({ permissions: ['proxy'] })
}

function isThere(selector: string): boolean {
  return document.querySelector(selector) !== null
}

function focus(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus()
}

function type(text: string): void {
  const field = document.querySelector<HTMLInputElement>('#drill-site')
  if (field === null) throw new Error('there is no field for the site')
  field.value = text
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
}

/** What stands on the page about the demonstration sites. Sent to the page as text. */
export function readTrials() {
  const section = document.querySelector('#trials')?.closest('section')
  const marked = section?.querySelectorAll<HTMLElement>('[data-url]') ?? []
  const conclusion = section?.querySelector<HTMLElement>('.conclusion')
  return {
    phase: section?.dataset['phase'],
    rows: Array.from(marked, ({ dataset: { url, alone, hardfail, unusable } }) => ({
      url,
      found: unusable ?? `${alone} ${hardfail}`,
    })),
    summary: conclusion ? Object.assign({}, conclusion.dataset) : undefined,
  }
}

export function readDrill(): ShownDrill {
  const section = document.querySelector<HTMLElement>('section[data-phase]')
  const column = (name: string) => section?.querySelector<HTMLElement>(`[data-column="${name}"]`)
  return {
    phase: section?.dataset['phase'],
    outcome: section?.dataset['outcome'],
    why: Array.from(
      column('alone')?.querySelectorAll<HTMLElement>('[data-why]') ?? [],
      ({ dataset }) => dataset['why'] ?? '',
    ),
    action: column('hardfail')?.dataset['action'],
    verdict: column('hardfail')?.dataset['verdict'],
    stored: column('hardfail')?.querySelector<HTMLElement>('[data-stored]')?.dataset['stored'],
    text: section?.innerText ?? '',
  }
}
