import { type Bytes, bytesEqual } from '../bytes.ts'
import { contextTag, DerReader, readOnly, Tag } from '../der.ts'
import { requireDer } from '../der-strict.ts'
import { readTime } from '../der-time.ts'
import { type Extension, parseExtensions } from '../extensions.ts'
import { generalNames } from '../general-names.ts'
import { limits } from '../limits.ts'
import { oid } from '../oids.ts'
import { PkiError } from '../pki-error.ts'
import { revocationReason } from '../revocation-reason.ts'
import type { RevocationReason } from '../statement.ts'

export interface EntryExtensions {
  readonly reason: RevocationReason | undefined
  /** DER Name; empty if the entry names its issuer otherwise than by a directoryName. */
  readonly certificateIssuer: Bytes | undefined
}

/** Checks and reads crlEntryExtensions between `start` and `end` (RFC 5280 §5.3); throws PkiError. */
export function checkEntryExtensions(
  bytes: Bytes,
  start: number,
  end: number,
  indirect: boolean,
): EntryExtensions {
  return reasonAlone(bytes, start, end) ?? readExtensions(bytes.subarray(start, end), indirect)
}

/*
 * What nearly all entries have, if they have any: SEQUENCE { SEQUENCE { 2.5.29.21, OCTET STRING { ENUMERATED n } } }.
 */
const reasonTemplate = Uint8Array.of(0x30, 12, 0x30, 10, 6, 3, 0x55, 0x1d, 0x15, 4, 3, 0x0a, 1)

const reasonsAlone: readonly (EntryExtensions | undefined)[] = Array.from({ length: 11 }, (_, n) =>
  n === 7 || n === 8
    ? undefined
    : { reason: revocationReason(Uint8Array.of(n)), certificateIssuer: undefined },
)

function reasonAlone(bytes: Bytes, start: number, end: number): EntryExtensions | undefined {
  if (end - start !== reasonTemplate.length + 1) return undefined
  for (let i = 0; i < reasonTemplate.length; i++) if (bytes[start + i] !== reasonTemplate[i]) return undefined
  return reasonsAlone[bytes[end - 1] ?? 0]
}

function readExtensions(der: Bytes, indirect: boolean): EntryExtensions {
  const extensions = parseExtensions(der)
  if (extensions.length > limits.entryExtensions) throw new PkiError('too-large', 'extensions of a CRL entry')
  const valueOf = (id: string) => extensions.find(({ oid }) => oid === id)?.value
  requireProcessable(extensions)
  requireInvalidityDate(valueOf(oid.invalidityDate))
  return {
    reason: parseReason(valueOf(oid.reasonCode)),
    certificateIssuer: parseCertificateIssuer(valueOf(oid.certificateIssuer), indirect),
  }
}

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

function parseReason(value: Bytes | undefined): RevocationReason | undefined {
  if (!value) return undefined
  const reason = revocationReason(readOnly(value, Tag.enumerated).content)
  // RFC 5280 §5.3.1: "removeFromCRL … may only appear in delta CRLs".
  if (reason === 'remove-from-crl') throw new PkiError('malformed', 'removeFromCRL in a complete CRL')
  return reason
}

/** RFC 5280 §5.3.3: belongs to indirect CRLs, and would change whose certificate an entry means in any other. */
function parseCertificateIssuer(value: Bytes | undefined, indirect: boolean): Bytes | undefined {
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
