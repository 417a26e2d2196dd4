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
 * navigation, DNS, TCP). It reads "Error code <nsresult>" in every language.
 */
export function refusalOf(error: string): FirefoxRefusal | undefined {
  const code = Number(/^Error code (\d+)$/.exec(error)?.[1])
  const nss = NSS_BASE - code
  if (!(nss < 0 && nss > -NSS_SPAN)) return undefined
  return REFUSALS.get(nss) ?? 'other'
}
