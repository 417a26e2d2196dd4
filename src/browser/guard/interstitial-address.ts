/** What the address of an interstitial says: which hold it shows, and where its page is once nobody knows of that any more. */
export interface InterstitialAddress {
  readonly id: string
  /** Undefined in private windows, whose addresses are for nobody to find, not even in a bookmark. */
  readonly page: string | undefined
}

interface Held {
  readonly id: string
  readonly url: string
  readonly isPrivate: boolean
}

/**
 * The page's address goes along behind the "#": there it lives exactly as long as the tab does, through the end of the
 * session, in a copy of the tab, in a bookmark. It gives nobody any right: whoever goes there is judged like anybody.
 */
export function interstitialAddress(base: string, { id, url, isPrivate }: Held): string {
  const page = isPrivate ? '' : `#${encodeURIComponent(url)}`
  return `${base}?id=${encodeURIComponent(id)}${page}`
}

/** Undefined for the address of anything else. */
export function readInterstitialAddress(base: string, address: string): InterstitialAddress | undefined {
  if (address.split(/[?#]/, 1)[0] !== base || !URL.canParse(address)) return undefined
  const { searchParams, hash } = new URL(address)
  const id = searchParams.get('id')
  return id === null ? undefined : { id, page: readPage(hash.slice(1)) }
}

/** Of the pages that are held, all are https; nothing else is opened for the asking. */
function readPage(encoded: string): string | undefined {
  try {
    const page = decodeURIComponent(encoded)
    return URL.canParse(page) && new URL(page).protocol === 'https:' ? page : undefined
  } catch {
    return undefined
  }
}
