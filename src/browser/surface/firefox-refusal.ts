import type { FirefoxRefusal } from '../messages.ts'
import { NSS_ERRORS } from './nss-errors.ts'

export interface Refusal {
  readonly refusal: FirefoxRefusal
  /** As Firefox's error page names it; its number where it has no name here. */
  readonly error: string
}

const BY_CODE = new Map(NSS_ERRORS.map((error) => [error.code, error]))

/** nsresult of NSS errors: the module's base plus the code's distance from zero. */
const NSS_BASE = 0x805a0000
const NSS_SPAN = 0x10000

/** SSL_ERROR_BASE (sslerr.h): what went wrong in the handshake, and not in the certificate. */
const SSL_ERRORS = { from: -12288, to: -11289 }

/**
 * What webNavigation's error means; undefined where it has nothing to do with certificates (a stopped or replaced
 * navigation, DNS, TCP).
 */
export function refusalOf(error: string): Refusal | undefined {
  const code = nssErrorOf(error)
  if (code === undefined) return undefined
  const known = BY_CODE.get(code)
  if (known !== undefined) return { refusal: known.refusal, error: known.name }
  const isHandshake = code >= SSL_ERRORS.from && code <= SSL_ERRORS.to
  return { refusal: isHandshake ? 'handshake' : 'other', error: String(code) }
}

/** The code of NSS or mozilla::pkix in webNavigation's error, which reads "Error code <nsresult>" in every language. */
export function nssErrorOf(error: string): number | undefined {
  const code = Number(/^Error code (\d+)$/.exec(error)?.[1])
  const nss = NSS_BASE - code
  return nss < 0 && nss > -NSS_SPAN ? nss : undefined
}
