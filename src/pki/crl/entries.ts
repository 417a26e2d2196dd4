import { type Bytes, bytesEqual } from '../bytes.ts'
import { endOfElement, startOfContent, Tag, tagAt } from '../der.ts'
import { timeAt } from '../der-time.ts'
import { requireMinimalInteger } from '../der-values.ts'
import { PkiError } from '../pki-error.ts'
import type { RevocationReason } from '../statement.ts'
import { checkEntryExtensions, type EntryExtensions } from './entry-extensions.ts'

export interface Revocation {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly reason: RevocationReason | undefined
}

export interface Wanted {
  readonly serial: Bytes
  /** DER Name: in an indirect CRL, entries may be of other issuers. */
  readonly issuer: Bytes
  readonly indirect: boolean
}

/**
 * Walks all entries (RFC 5280 §5.1.2.6), each of them checked, and finds the one that is wanted. A CRL may have
 * millions, so nothing is allocated for an entry that is in order and not the one. Throws PkiError if any is not in
 * order: a CRL with an entry that one cannot process says nothing about any certificate (§5.3).
 */
export function findRevocation(entries: Bytes, wanted: Wanted): Revocation | undefined {
  let found: Revocation | undefined
  // §5.3.3: an entry without certificateIssuer has that of the entry before; the first, that of the CRL.
  let isOfIssuer = true
  for (let at = 0; at < entries.length;) {
    const end = endOfElement(entries, at, entries.length)
    requireTag(entries, at, Tag.sequence)
    const serial = startOfContent(entries, at)
    const time = endOfInteger(entries, serial, end)
    const timeEnd = endOfElement(entries, time, end)
    const revokedAt = timeAt(entries, time, timeEnd)
    const extensions = timeEnd === end ? none : checkEntryExtensions(entries, timeEnd, end, wanted.indirect)
    if (extensions.certificateIssuer) isOfIssuer = bytesEqual(extensions.certificateIssuer, wanted.issuer)
    if (!found && isOfIssuer && hasContent(entries, serial, time, wanted.serial)) {
      found = { at: revokedAt, reason: extensions.reason }
    }
    at = end
  }
  return found
}

const none: EntryExtensions = { reason: undefined, certificateIssuer: undefined }

function endOfInteger(bytes: Bytes, at: number, limit: number): number {
  const end = endOfElement(bytes, at, limit)
  requireTag(bytes, at, Tag.integer)
  requireMinimalInteger(bytes, startOfContent(bytes, at), end)
  return end
}

function requireTag(bytes: Bytes, at: number, tag: number): void {
  if (tagAt(bytes, at) !== tag) throw new PkiError('malformed', 'CRL entry')
}

function hasContent(bytes: Bytes, at: number, end: number, content: Bytes): boolean {
  const start = startOfContent(bytes, at)
  if (end - start !== content.length) return false
  for (let i = 0; i < content.length; i++) if (bytes[start + i] !== content[i]) return false
  return true
}
