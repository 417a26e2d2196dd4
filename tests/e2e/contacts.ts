import type { Chrome } from './firefox/chrome.ts'
import type { ChromeWindow } from './firefox/chrome-window.ts'

/** A request that anything in this Firefox has made: a page, the add-on, or Firefox itself. */
export interface Contact {
  readonly host: string
  /** Whether an extension made it. */
  readonly isAddon: boolean
  /** Address of the machine that answered; undefined where nobody did. */
  readonly answeredBy: string | undefined
}

/** Notes every HTTP request from now on, and who answers. */
export function watchContacts(chrome: Chrome): Promise<void> {
  return chrome.run(watch)
}

/** Those so far, each once. */
export async function contactsSoFar(chrome: Chrome): Promise<readonly Contact[]> {
  const lines = new Set(await chrome.run(read))
  return [...lines].map((line) => {
    const [host = '', isAddon = '', answeredBy = ''] = line.split(' ')
    return { host, isAddon: isAddon === 'true', answeredBy: answeredBy === '' ? undefined : answeredBy }
  })
}

// The rest is sent to Firefox as text.

interface Channel {
  readonly URI: { readonly asciiHost: string }
  readonly remoteAddress: string
  readonly loadInfo: {
    readonly loadingPrincipal: { readonly isAddonOrExpandedAddonPrincipal: boolean } | null
  }
  QueryInterface(id: unknown): Channel
}

interface Observed extends ChromeWindow {
  contacts?: string[]
  readonly Services: ChromeWindow['Services'] & {
    readonly obs: { addObserver(observer: (subject: Channel, topic: string) => void, topic: string): void }
  }
}

function watch(window: ChromeWindow): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a few parts more of the same window
  const { Services, Ci } = window as Observed
  const contacts: string[] = []
  Object.assign(window, { contacts })
  const note = (subject: Channel, topic: string): void => {
    const channel = subject.QueryInterface(Ci['nsIHttpChannel'])
    const isAddon = channel.loadInfo.loadingPrincipal?.isAddonOrExpandedAddonPrincipal === true
    const isAnswer = topic === 'http-on-examine-response'
    const address = isAnswer ? channel.QueryInterface(Ci['nsIHttpChannelInternal']).remoteAddress : ''
    contacts.push(`${channel.URI.asciiHost} ${isAddon} ${address}`)
  }
  for (const topic of ['http-on-modify-request', 'http-on-examine-response']) {
    Services.obs.addObserver(note, topic)
  }
}

function read(window: ChromeWindow): readonly string[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  return (window as Observed).contacts ?? []
}
