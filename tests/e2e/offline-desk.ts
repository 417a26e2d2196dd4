import type { OfflineState } from '../../src/browser/messages.ts'
import type { CollectionName } from '../../src/browser/remote-settings/config.ts'
import type { Addon } from './firefox/addon.ts'
import type { FirefoxSession } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'
import { click } from './interstitial-hands.ts'
import { waitUntil } from './wait-until.ts'

/** The options page, as far as it is about offline data, and what stands behind it. */
export interface OfflineDesk {
  readonly page: Tab
  state(): Promise<OfflineState>
  /** Presses "Update now". */
  press(): Promise<void>
  /** Presses it and waits for the end of the update, whatever comes of it. */
  update(patienceMs?: number): Promise<OfflineState>
  shown(name: CollectionName): Promise<ShownCollection>
  progress(): Promise<ShownProgress>
}

/** What stands on the page about a collection. */
export interface ShownCollection {
  readonly isInForce: boolean
  readonly failure: string | undefined
  /** Visible text. */
  readonly text: string
  readonly failureText: string
  /** The moments that the failure is dated with. */
  readonly failureTimes: readonly string[]
}

export interface ShownProgress {
  readonly text: string | undefined
  readonly bar: { readonly value: number; readonly max: number } | undefined
}

export async function openOfflineDesk({ addon }: FirefoxSession): Promise<OfflineDesk> {
  if (addon === undefined) throw new Error('there is no add-on')
  const page = await addon.openPage('extension/options/index.html')
  await waitUntil(() => page.run(isThere, '#offline-data'))
  const state = () => addon.ask('offline', {})
  const press = async () => {
    await waitUntil(() => page.run(isEnabled, '#update-offline'))
    await page.run(click, '#update-offline')
  }
  return {
    page,
    state,
    press,
    async update(patienceMs = 30_000) {
      const before = await state()
      await press()
      return untilUpdated(addon, before, patienceMs)
    },
    shown: (name) => page.run(readCollection, name),
    progress: () => page.run(readProgress),
  }
}

async function untilUpdated(addon: Addon, before: OfflineState, patienceMs: number): Promise<OfflineState> {
  let now = before
  await waitUntil(async () => {
    now = await addon.ask('offline', {})
    const { collections, activity } = now
    return activity.phase === 'idle' && NAMES.every((name) => wasAttempted(name, before, { collections }))
  }, patienceMs)
  return now
}

const NAMES: readonly CollectionName[] = ['onecrl', 'cert-revocations']

function wasAttempted(
  name: CollectionName,
  before: OfflineState,
  now: Pick<OfflineState, 'collections'>,
): boolean {
  return now.collections[name].lastAttempt !== before.collections[name].lastAttempt
}

// The rest is sent to the page as text.

function isThere(selector: string): boolean {
  return document.querySelector(selector) !== null
}

function isEnabled(selector: string): boolean {
  return document.querySelector<HTMLButtonElement>(selector)?.disabled === false
}

function readCollection(name: string): ShownCollection {
  const found = document.querySelector<HTMLElement>(`[data-collection="${name}"]`)
  const failure = found?.querySelector<HTMLElement>('.offline-failure')
  return {
    isInForce: found?.dataset['inForce'] === 'true',
    failure: found?.dataset['failure'],
    text: found?.innerText ?? '',
    failureText: failure?.checkVisibility() ? failure.innerText : '',
    failureTimes: Array.from(failure?.querySelectorAll('time') ?? [], ({ dateTime }) => dateTime),
  }
}

function readProgress(): ShownProgress {
  const bar = document.querySelector('progress')
  return {
    text: document.querySelector<HTMLElement>('.progress-text')?.innerText,
    bar: bar?.checkVisibility() ? { value: bar.value, max: bar.max } : undefined,
  }
}
