import { reachOf } from './address-reach.ts'
import type { Failure } from './failure.ts'
import { refusalOfResolved, type UrlCircumstances } from './url-rules.ts'

/** Why nobody may be sent to where the name in a URL leads; undefined where nothing speaks against it. Never rejects. */
export type CheckName = (url: string, circumstances: UrlCircumstances) => Promise<Failure | undefined>

interface CheckNameParts {
  /** The addresses of a name; rejects where there are none. */
  readonly resolve: (host: string) => Promise<readonly string[]>
  /** Names below which an administrator lets revocation servers be in the own network. */
  readonly localNames: () => Promise<readonly string[]>
}

/**
 * Looks the name up just before Firefox does so itself, which then finds the same in its cache. Whoever has the name
 * lead elsewhere in between is not noticed; and no more than a request without cookies, whose answer nobody gets to see
 * but through its signature, would come of it.
 */
export function createCheckName({ resolve, localNames }: CheckNameParts): CheckName {
  return async (address, circumstances) => {
    const host = new URL(address).hostname.replace(/\.$/, '')
    if (reachOf(host) !== undefined) return undefined
    // Firefox names the cause itself where a name has no address.
    const addresses = await resolve(host).catch(() => [])
    const [refused] = addresses.flatMap((one) => {
      const detail = refusalOfResolved(one, circumstances)
      return detail === undefined ? [] : [{ detail, reach: reachOf(one) }]
    })
    if (refused === undefined) return undefined
    // Nobody has a server nowhere.
    if (refused.reach !== 'nowhere' && isBelow(host, await localNames())) return undefined
    return { cause: circumstances.isRedirect ? 'url-refused' : 'dns-filtered', detail: refused.detail }
  }
}

function isBelow(host: string, names: readonly string[]): boolean {
  return names.some((name) => host === name || host.endsWith(`.${name}`))
}
