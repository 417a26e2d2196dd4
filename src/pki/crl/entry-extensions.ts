import { type Bytes, bytesEqual } from '../bytes.ts'
import { contextTag, DerReader, readOnly, Tag } from '../der.ts'
import { requireDer } from '../der-strict.ts'
import { readTime } from '../der-time.ts'
import { type Extension, parseExtensions } from '../extensions.ts'
import { generalNames } from '../general-names.ts'
import { limits } from '../limits.ts'
import { oid } from '../oids.ts'
import { PkiError } from '../pki-error.ts'
import { smallInteger } from '../der-values.ts'
import { revocationReason } from '../revocation-reason.ts'

/** What entries of a CRL may say depends on what the CRL says of itself. */
export interface EntryRules {
  readonly indirect: boolean
  readonly delta: boolean
}

export interface EntryExtensions {
  /** CRLReason, or `noReason`. */
  readonly reason: number
  /** DER Name; empty if the entry names its issuer otherwise than by a directoryName. */
  readonly certificateIssuer: Bytes | undefined
}

/** Stands where an entry gives no reason; CRLReason ends at 10. */
export const noReason = 15
/** CRLReason removeFromCRL. */
export const removeFromCrl = 8

/** Checks and reads crlEntryExtensions (RFC 5280 §5.3), if there are any; throws PkiError. */
export function readEntryExtensions(der: Bytes, rules: EntryRules): EntryExtensions {
  if (der.length === 0) return none
  const extensions = parseExtensions(der)
  if (extensions.length > limits.entryExtensions) throw new PkiError('too-large', 'extensions of a CRL entry')
  const valueOf = (id: string) => extensions.find(({ oid }) => oid === id)?.value
  requireProcessable(extensions)
  requireInvalidityDate(valueOf(oid.invalidityDate))
  return {
    reason: parseReason(valueOf(oid.reasonCode), rules),
    certificateIssuer: parseCertificateIssuer(valueOf(oid.certificateIssuer), rules),
  }
}

const none: EntryExtensions = { reason: noReason, certificateIssuer: undefined }

const known: ReadonlySet<string> = new Set([oid.reasonCode, oid.invalidityDate, oid.certificateIssuer])

function requireProcessable(extensions: readonly Extension[]): void {
  const unknown = extensions.find(({ critical, oid: id }) => critical && !known.has(id))
  if (unknown) throw new PkiError('unsupported', `critical extension ${unknown.oid} of a CRL entry`)
}

/** RFC 5280 §5.3.2 wants GeneralizedTime; some write UTCTime, and nothing here depends on it. */
function requireInvalidityDate(value: Bytes | undefined): void {
  if (!value) return
  const reader = new DerReader(value)
  readTime(reader)
  reader.finish()
}

function parseReason(value: Bytes | undefined, { delta }: EntryRules): number {
  if (!value) return noReason
  const { content } = readOnly(value, Tag.enumerated)
  // RFC 5280 §5.3.1: "removeFromCRL … may only appear in delta CRLs".
  if (revocationReason(content) === 'remove-from-crl' && !delta) {
    throw new PkiError('malformed', 'removeFromCRL in a complete CRL')
  }
  return smallInteger(content)
}

/** RFC 5280 §5.3.3: belongs to indirect CRLs, and would change whose certificate an entry means in any other. */
function parseCertificateIssuer(value: Bytes | undefined, { indirect }: EntryRules): Bytes | undefined {
  if (!value) return undefined
  if (!indirect) throw new PkiError('unsupported', 'certificateIssuer in a CRL that is not indirect')
  requireDer(value)
  const directory = generalNames(readOnly(value, Tag.sequence).content).filter(
    ({ tag }) => tag === contextTag(4),
  )
  const [first, ...others] = directory.map(({ content }) => readOnly(content, Tag.sequence).der)
  if (others.some((other) => !first || !bytesEqual(first, other))) {
    throw new PkiError('unsupported', 'several certificate issuers of a CRL entry')
  }
  return first ?? new Uint8Array()
}
