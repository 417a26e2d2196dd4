import { fromBER } from 'asn1js'
import { type Bytes, toHex } from '../bytes.ts'
import { DerReader, readSequence, Tag } from '../der.ts'
import { requireDer } from '../der-strict.ts'
import { oidValue } from '../der-values.ts'
import { limits } from '../limits.ts'
import { oid } from '../oids.ts'
import { PkiError } from '../pki-error.ts'

/** Readable form of a Name: common name, then organization; the unit only where both are missing. */
export function readableName(name: Bytes): string {
  const attributes = parseName(name)
  const first = (type: string) => attributes.find((attribute) => attribute.type === type)?.value
  const telling = [first(oid.commonName), first(oid.organizationName)].filter(Boolean)
  return telling.length > 0 ? telling.join(', ') : (first(oid.organizationalUnitName) ?? '')
}

interface Attribute {
  readonly type: string
  readonly value: string
}

/** Name ::= SEQUENCE OF SET SIZE (1..MAX) OF AttributeTypeAndValue (RFC 5280 §4.1.2.4). */
export function parseName(der: Bytes): readonly Attribute[] {
  const attributes: Attribute[] = []
  const name = readSequence(der)
  while (!name.done) {
    const set = new DerReader(name.read(Tag.set).content)
    if (set.done) throw new PkiError('malformed', 'empty relative distinguished name')
    while (!set.done) attributes.push(parseAttribute(set.read(Tag.sequence).content))
  }
  return attributes
}

function parseAttribute(content: Bytes): Attribute {
  const reader = new DerReader(content)
  const type = oidValue(reader.read(Tag.oid).content)
  const { der } = reader.readAny()
  reader.finish()
  return { type, value: readable.has(type) ? text(der) : '' }
}

const readable: ReadonlySet<string> = new Set([
  oid.commonName,
  oid.organizationName,
  oid.organizationalUnitName,
])

/** A DirectoryString as text; what is not text is left out, since Firefox has accepted the name. */
function text(der: Bytes): string {
  requireDer(der)
  try {
    return harmless(isUsual(der) ? usualText(new DerReader(der).readAny().content) : unusualText(der))
  } catch {
    return ''
  }
}

/** UTF8String, PrintableString and IA5String: what nearly every certificate has. */
function isUsual([tag]: Bytes): boolean {
  return tag === 0x0c || tag === 0x13 || tag === 0x16
}

/** Throws a URIError for what is not UTF-8. */
function usualText(content: Bytes): string {
  const isAscii = content.every((byte) => byte < 0x80)
  return isAscii
    ? String.fromCharCode(...content)
    : decodeURIComponent(toHex(content).replaceAll(/../g, '%$&'))
}

function unusualText(der: Bytes): string {
  const { valueBlock } = fromBER(der).result
  return 'value' in valueBlock && typeof valueBlock.value === 'string' ? valueBlock.value : ''
}

/** Names are chosen by others: no control characters, and none that turn the direction of the text around it. */
function harmless(value: string): string {
  return value
    .slice(0, limits.name)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\u{fffd}')
    .trim()
}
