/**
 * The URLs in a certificate are chosen by others. Returns why one may not be followed, undefined where it may.
 * Loopback may be named by a certificate of a private CA (its owner's own machine), but never be redirected to.
 */
export function refusalOf(
  address: string,
  { isBuiltInRoot, isRedirect }: { isBuiltInRoot: boolean; isRedirect: boolean },
): string | undefined {
  if (!URL.canParse(address)) return 'not a URL'
  const url = new URL(address)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `scheme ${url.protocol}`
  if (url.username !== '' || url.password !== '') return 'credentials in the URL'
  if (isLoopback(url.hostname) && (isBuiltInRoot || isRedirect)) return 'loopback address'
  if (isPrivate(url.hostname) && isBuiltInRoot) return 'private address'
  return undefined
}

function isLoopback(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true
  const ipv4 = ipv4Of(host)
  if (ipv4 !== undefined) return ipv4[0] === 127 || ipv4[0] === 0
  return host === '[::1]' || host === '[::]'
}

// RFC 1918, RFC 6598, RFC 3927; RFC 4193 and RFC 4291 §2.5.6 for IPv6.
function isPrivate(host: string): boolean {
  const ipv4 = ipv4Of(host)
  if (ipv4 === undefined) return /^\[f(?:[cd][0-9a-f]{2}|e[89ab][0-9a-f]):/.test(host)
  const [a = 0, b = 0] = ipv4
  return (
    a === 10 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254)
  )
}

/** The octets of an IPv4 literal, also of one dressed up as IPv6 (RFC 4291 §2.5.5). `URL` has made both canonical. */
function ipv4Of(host: string): readonly number[] | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return host.split('.').map(Number)
  const mapped = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(host)
  if (mapped === null) return undefined
  return [mapped[1] ?? '', mapped[2] ?? ''].flatMap((half) => {
    const value = Number.parseInt(half, 16)
    return [value >> 8, value & 0xff]
  })
}
