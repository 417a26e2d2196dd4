import type { FirefoxSession } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'
import type { Visit } from './firefox/visit.ts'
import { waitUntil } from './wait-until.ts'

interface Choice {
  readonly duration?: 'hour' | 'session' | 'certificate'
  readonly typedHost?: string
}

/** What a person does who goes on in spite of the interstitial. */
export async function continueAnyway(session: FirefoxSession, tab: Tab, choice: Choice = {}): Promise<Visit> {
  await session.bringToFront(tab)
  await tab.run(click, '#continue-anyway')
  if (choice.duration !== undefined) await tab.run(click, `input[value="${choice.duration}"]`)
  if (choice.typedHost !== undefined) await tab.run(type, '#typed-host', choice.typedHost)
  await waitUntil(() => tab.run(isEnabled, '#confirm-continue'))
  await tab.run(markAsLeft)
  await tab.run(click, '#confirm-continue')
  return session.settle(tab)
}

/** Whether the button that goes on can be pressed within the time, ms. */
export async function canConfirmWithin(tab: Tab, ms: number): Promise<boolean> {
  return waitUntil(() => tab.run(isEnabled, '#confirm-continue'), ms).then(
    () => true,
    () => false,
  )
}

// The rest is sent to the page as text.

export function click(selector: string): void {
  const found = document.querySelector<HTMLElement>(selector)
  if (found === null) throw new Error(`there is no ${selector}`)
  found.click()
}

function type(selector: string, text: string): void {
  const field = document.querySelector<HTMLInputElement>(selector)
  if (field === null) throw new Error(`there is no ${selector}`)
  field.value = text
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
}

function isEnabled(selector: string): boolean {
  return document.querySelector<HTMLButtonElement>(selector)?.disabled === false
}

function markAsLeft(): void {
  document.documentElement.toggleAttribute('data-left', true)
}
