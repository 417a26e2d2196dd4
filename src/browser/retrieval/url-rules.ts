import { type Reach, reachOf } from './address-reach.ts'

/** Under which circumstances an address is to be asked. */
export interface UrlCircumstances {
  readonly isBuiltInRoot: boolean
  readonly isRedirect: boolean
}

/** No CA's address comes near it; a certificate of a megabyte may hold longer ones. */
const LONGEST = 2_048

/**
 * The URLs in a certificate are chosen by others. Returns why one may not be followed, undefined where it may.
 * Loopback may be named by a certificate of a private CA (its owner's own machine), but never be redirected to. Which
 * ports nobody may be sent to is Firefox's to know (`network.security.ports.banned`).
 */
export function refusalOf(address: string, circumstances: UrlCircumstances): string | undefined {
  if (address.length > LONGEST) return `longer than ${LONGEST} characters`
  // IA5String (RFC 5280 §4.2.1.6), without what `URL` would pass over in silence.
  if (!/^[\x21-\x7e]+$/.test(address) || !URL.canParse(address)) return 'not a URL'
  const url = new URL(address)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `scheme ${url.protocol}`
  if (url.username !== '' || url.password !== '') return 'credentials in the URL'
  const host = url.hostname.replace(/\.$/, '')
  const reach = reachOf(host) ?? reachOfName(host)
  // A name may lead to a VPN's own address; nobody has reason to write one down.
  return reach === 'shared' ? refuseReach('local', circumstances) : refuseReach(reach, circumstances)
}

/** The same for an address that a name resolves to. */
export function refusalOfResolved(address: string, circumstances: UrlCircumstances): string | undefined {
  const reach = reachOf(address) ?? 'public'
  const refusal = reach === 'nowhere' ? 'no machine’s address' : refuseReach(reach, circumstances)
  return refusal === undefined ? undefined : `${refusal}: ${address}`
}

function refuseReach(reach: Reach, { isBuiltInRoot, isRedirect }: UrlCircumstances): string | undefined {
  switch (reach) {
    case 'nowhere':
    case 'loopback':
      return isBuiltInRoot || isRedirect ? 'loopback address' : undefined
    case 'local':
      return isBuiltInRoot ? 'private address' : undefined
    case 'shared':
    case 'public':
      return undefined
  }
}

// RFC 6761 §6.3; RFC 6762 §3, RFC 8375, and ICANN's reservation of .internal; a name of one label is of the local network.
const LOCAL_NAME = /^[^.]*$|\.(?:local|internal|localdomain)$|(?:^|\.)home\.arpa$/

function reachOfName(host: string): Reach {
  if (host === 'localhost' || host.endsWith('.localhost')) return 'loopback'
  return LOCAL_NAME.test(host) ? 'local' : 'public'
}
