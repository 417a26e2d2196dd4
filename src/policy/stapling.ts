import type { FirefoxSettings, Known } from './firefox-settings/setting.ts'

/**
 * What can be told of a staple, which Firefox keeps from add-ons. It goes by how Firefox is set: `surely` stands where that is
 * known for certain, and the same without it where nothing is known of it.
 */
export type Stapling =
  /** A responder was asked, which Firefox does only where no good answer was stapled. */
  | 'none-good'
  | 'surely-none-good'
  /** The same, though the certificate demands one: it was sent, and did not count. */
  | 'sent-in-vain'
  | 'surely-sent-in-vain'
  /** The certificate demands one, and without it Firefox would have refused: one was sent, whatever it said. */
  | 'sent'
  | 'surely-sent'
  /** Firefox is set to look at no staple (`security.ssl.enable_ocsp_stapling`): nothing that it does tells of one. */
  | 'unheeded'
  /** The certificate demands one, and Firefox is set not to insist (`security.ssl.enable_ocsp_must_staple`). */
  | 'not-insisted'
  /** Nobody but Firefox knows. */
  | 'hidden'

interface Circumstances {
  /** Some certificate of the chain does (a CA's binds those it issues). */
  readonly mustStaple: boolean
  /** Firefox itself asked a responder on this connection. */
  readonly usedOcsp: boolean
  /** What is known of how Firefox is set; undefined where nobody says. */
  readonly settings: Pick<FirefoxSettings, 'stapling' | 'must-staple'> | undefined
}

/** Firefox judges a staple before it asks (mozilla::psm CertVerifier), and demands one at the end (RFC 7633 §4.2.3.1). */
export function staplingOf({ mustStaple, usedOcsp, settings }: Circumstances): Stapling {
  const isHeeded = certainty(settings?.stapling)
  if (isHeeded === 'off') return 'unheeded'
  const isInsisted = certainty(settings?.['must-staple'])
  if (!mustStaple || isInsisted === 'off') {
    if (usedOcsp) return isHeeded === 'on' ? 'surely-none-good' : 'none-good'
    return mustStaple ? 'not-insisted' : 'hidden'
  }
  const isCertain = isHeeded === 'on' && isInsisted === 'on'
  if (usedOcsp) return isCertain ? 'surely-sent-in-vain' : 'sent-in-vain'
  return isCertain ? 'surely-sent' : 'sent'
}

/** What is no more than likely is as good as unknown. */
function certainty(known: Known | undefined): Known['state'] {
  if (known === undefined || known.state === 'unknown') return 'unknown'
  return known.sureness === 'certain' ? known.state : 'unknown'
}
