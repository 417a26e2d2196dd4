import type { FirefoxRefusal } from '../messages.ts'

/** NSS and mozilla::pkix error codes by which Firefox refuses a certificate for its revocation. */
const REFUSALS: ReadonlyMap<number, FirefoxRefusal> = new Map([
  [-8180, 'revoked'],
  [-8066, 'unknown-certificate'],
  [-16374, 'staple-missing'],
  [-8070, 'try-later'],
  [-8075, 'responder-failed'],
  [-8071, 'responder-failed'],
  [-8068, 'responder-failed'],
  [-8067, 'responder-failed'],
  [-8063, 'bad-answer'],
  [-8061, 'bad-answer'],
  [-8060, 'bad-answer'],
  [-8035, 'bad-answer'],
  [-16376, 'bad-answer'],
])

/** nsresult of NSS errors: the module's base plus the code's distance from zero. */
const NSS_BASE = 0x805a0000
const NSS_SPAN = 0x10000

/**
 * What webNavigation's error means; undefined where it has nothing to do with certificates (a stopped or replaced
 * navigation, DNS, TCP).
 */
export function refusalOf(error: string): FirefoxRefusal | undefined {
  const nss = nssErrorOf(error)
  return nss === undefined ? undefined : (REFUSALS.get(nss) ?? 'other')
}

/** The code of NSS or mozilla::pkix in webNavigation's error, which reads "Error code <nsresult>" in every language. */
export function nssErrorOf(error: string): number | undefined {
  const code = Number(/^Error code (\d+)$/.exec(error)?.[1])
  const nss = NSS_BASE - code
  return nss < 0 && nss > -NSS_SPAN ? nss : undefined
}
