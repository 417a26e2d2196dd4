import { setTimeout as sleep } from 'node:timers/promises'
import type { Tab } from './tab.ts'

const PATIENCE_MS = 10_000

/** Presses "Advanced" and then "Accept the Risk and Continue" on Firefox's certificate error page. */
export async function clickThrough(tab: Tab): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (performance.now() < deadline) {
    if ((await tab.run(pressNext)) === 'accepted') return
    await sleep(50)
  }
  throw new Error('this certificate error cannot be clicked through')
}

// Sent as text. The page is made of custom elements, one inside the other's shadow.
function pressNext(): 'accepted' | 'waiting' {
  const find = (root: Document | ShadowRoot, selector: string): HTMLElement | undefined => {
    const found = root.querySelector<HTMLElement>(selector)
    if (found) return found
    for (const { shadowRoot } of root.querySelectorAll('*')) {
      const inside = shadowRoot && find(shadowRoot, selector)
      if (inside) return inside
    }
    return undefined
  }
  const advanced = find(document, '#advanced-button, #advancedButton')
  if (advanced && advanced.dataset['pressed'] === undefined) {
    // A second press would hide it all again.
    advanced.dataset['pressed'] = ''
    advanced.click()
  }
  const accept = find(document, '#exception-button, #exceptionDialogButton')
  if (accept === undefined) return 'waiting'
  // It is disabled for its first second, against clicks that were meant for something else.
  if (accept.hasAttribute('disabled')) accept.dataset['shown'] = ''
  if (accept.hasAttribute('disabled') || accept.dataset['shown'] === undefined) return 'waiting'
  accept.click()
  return 'accepted'
}
