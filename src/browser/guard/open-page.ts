import type { GuardedRequest, Sighting } from './sighting.ts'
import type { Undecided } from './under-judgement.ts'

/** A tab with a page in it, or a frame of that. */
export interface OpenPage {
  readonly tabId: number
  /** Of a frame. */
  readonly frameId?: number
  readonly url: string
  readonly isPrivate: boolean
  /** Firefox has let it go while it was being judged, as it does where it loses the add-on's process. */
  readonly undecided?: Undecided
}

/** The page as a request that was sent long ago. */
export function requestFor({ tabId, frameId, url, isPrivate }: OpenPage): GuardedRequest {
  return {
    requestId: `open ${tabId} ${frameId ?? ''} ${url}`,
    tabId,
    ...(frameId === undefined ? { role: 'page' } : { role: 'frame', frameId }),
    url,
    host: new URL(url).host,
    method: 'GET',
    isPrivate,
    isSent: true,
  }
}

export interface TellParts {
  /** The address of what stands there now; may reject where nothing does. */
  readonly urlAt: (place: Pick<OpenPage, 'tabId' | 'frameId'>) => Promise<string | undefined>
  readonly onSighting: (sighting: Sighting) => void
}

/** Tells of what still stands in its place: whatever else does by now would be covered. */
export function tellIfThere({ urlAt, onSighting }: TellParts): (sighting: Sighting) => void {
  const tell = async (sighting: Sighting): Promise<void> => {
    const url = (await urlAt(sighting.request).catch(() => undefined)) ?? ''
    if (URL.canParse(url) && new URL(url).host === sighting.request.host) onSighting(sighting)
  }
  return (sighting) => void tell(sighting)
}
