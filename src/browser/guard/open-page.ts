import type { Tabs } from 'webextension-polyfill'
import type { GuardedRequest, Sighting } from './sighting.ts'
import type { Undecided } from './under-judgement.ts'

/** A tab with a page in it. */
export interface OpenPage {
  readonly tabId: number
  readonly url: string
  readonly isPrivate: boolean
  /** Firefox has let it go while it was being judged, as it does where it loses the add-on's process. */
  readonly undecided?: Undecided
}

/** The page as a request that was sent long ago. */
export function requestFor({ tabId, url, isPrivate }: OpenPage): GuardedRequest {
  return {
    requestId: `open ${tabId} ${url}`,
    tabId,
    role: 'page',
    url,
    host: new URL(url).host,
    method: 'GET',
    isPrivate,
    isSent: true,
  }
}

interface TellParts {
  readonly getTab: (tabId: number) => Promise<Pick<Tabs.Tab, 'url'>>
  readonly onSighting: (sighting: Sighting) => void
}

/** Tells of what still stands in its tab: the interstitial would cover whatever else does by now. */
export function tellIfThere({ getTab, onSighting }: TellParts): (sighting: Sighting) => void {
  const tell = async (sighting: Sighting): Promise<void> => {
    const { tabId, host } = sighting.request
    const { url = '' } = await getTab(tabId).catch(() => ({ url: '' }))
    if (URL.canParse(url) && new URL(url).host === host) onSighting(sighting)
  }
  return (sighting) => void tell(sighting)
}
