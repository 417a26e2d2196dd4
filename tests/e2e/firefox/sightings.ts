import type { Bidi } from './bidi.ts'
import type { Tab } from './tab.ts'

/** Remembers each tab in which the laboratory's page stood, if only for an instant. */
export interface Sightings {
  has(tab: Tab): boolean
  forget(tab: Tab): void
}

export async function watchForLabPage(bidi: Bidi): Promise<Sightings> {
  const seen = new Set<string>()
  bidi.onMessage((channel, context) => {
    if (channel === CHANNEL) seen.add(context)
  })
  await bidi.send('script.addPreloadScript', {
    functionDeclaration: `(tell) => (${tellOfLabPage.toString()})(tell)`,
    arguments: [{ type: 'channel', value: { channel: CHANNEL } }],
  })
  return { has: (tab) => seen.has(tab.context), forget: (tab) => void seen.delete(tab.context) }
}

const CHANNEL = 'lab-page'

// Sent as text. Observers run before the next task, so that no script or repaint comes in between.
function tellOfLabPage(tell: (where: string) => void): void {
  if (!location.protocol.startsWith('http')) return
  const observer = new MutationObserver(() => {
    if (document.querySelector('#lab-page') === null) return
    observer.disconnect()
    tell(location.href)
  })
  observer.observe(document, { childList: true, subtree: true })
}
