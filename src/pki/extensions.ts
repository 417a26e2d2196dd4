import type { Bytes } from './bytes.ts'
import { DerReader, readSequence, Tag } from './der.ts'
import { booleanValue, oidValue } from './der-values.ts'
import { limits } from './limits.ts'
import { PkiError } from './pki-error.ts'

export interface Extension {
  readonly oid: string
  readonly critical: boolean
  /** Content of extnValue. */
  readonly value: Bytes
}

/**
 * Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension (RFC 5280 §4.1), each at most once (§4.2). No extension at all is
 * let pass, since there are CRLs whose entries have such lists.
 */
export function parseExtensions(der: Bytes): readonly Extension[] {
  const reader = readSequence(der)
  const extensions: Extension[] = []
  while (!reader.done) {
    extensions.push(parseExtension(reader.read(Tag.sequence).content))
    if (extensions.length > limits.extensions) throw new PkiError('too-large', 'extensions')
  }
  if (new Set(extensions.map(({ oid }) => oid)).size < extensions.length) {
    throw new PkiError('malformed', 'extension given twice')
  }
  return extensions
}

function parseExtension(content: Bytes): Extension {
  const reader = new DerReader(content)
  const oid = oidValue(reader.read(Tag.oid).content)
  const critical = readDefaultFalse(reader, Tag.boolean)
  const { content: value } = reader.read(Tag.octetString)
  reader.finish()
  return { oid, critical, value }
}

/** BOOLEAN DEFAULT FALSE. DER leaves FALSE out; CAs that write it are common enough for Firefox to take it, too. */
export function readDefaultFalse(reader: DerReader, tag: number): boolean {
  const element = reader.readOptional(tag)
  return element !== undefined && booleanValue(element.content)
}
