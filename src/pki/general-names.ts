import type { Bytes } from './bytes.ts'
import { parseName } from './certificate/name.ts'
import { contextTag, DerReader, type Element, primitiveContextTag, Tag } from './der.ts'
import { oidValue } from './der-values.ts'
import { limits } from './limits.ts'
import { PkiError } from './pki-error.ts'

/** `distributionPoint [0]` of a CRLDP or IDP (RFC 5280 §4.2.1.13): a CHOICE, hence tagged explicitly. */
export interface DistributionPointName {
  /** The chosen alternative, for comparison. */
  readonly der: Bytes
  /** DER of each GeneralName of a fullName; none for a name relative to the issuer. */
  readonly fullNames: readonly Bytes[]
  readonly urls: readonly string[]
}

export function parseDistributionPointName(choice: Bytes): DistributionPointName {
  const reader = new DerReader(choice)
  const { tag, der, content } = reader.readAny()
  reader.finish()
  if (tag !== contextTag(0) && tag !== contextTag(1)) throw new PkiError('malformed', 'DistributionPointName')
  const names = tag === contextTag(0) ? generalNames(content) : []
  return { der, fullNames: names.map((name) => name.der), urls: names.flatMap(urlOf) }
}

/** Content of a GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName (RFC 5280 §4.2.1.6). */
export function generalNames(content: Bytes): readonly Element[] {
  const reader = new DerReader(content)
  const names: Element[] = []
  while (!reader.done) {
    names.push(requireGeneralName(reader.readAny()))
    if (names.length > limits.generalNames) throw new PkiError('too-large', 'GeneralNames')
  }
  if (names.length === 0) throw new PkiError('malformed', 'empty GeneralNames')
  return names
}

/** otherName, x400Address, directoryName and ediPartyName are constructed; the other five alternatives are not. */
const generalNameTags = new Set([0xa0, 0x81, 0x82, 0xa3, 0xa4, 0xa5, 0x86, 0x87, 0x88])

export function requireGeneralName(name: Element): Element {
  if (!generalNameTags.has(name.tag)) throw new PkiError('malformed', 'GeneralName')
  if (name.tag === contextTag(0)) requireOtherName(name.content)
  if (name.tag === contextTag(4)) parseName(name.content)
  return name
}

/** OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY } */
function requireOtherName(content: Bytes): void {
  const reader = new DerReader(content)
  oidValue(reader.read(Tag.oid).content)
  readAnyOnly(reader.read(contextTag(0)).content)
  reader.finish()
}

function readAnyOnly(content: Bytes): void {
  const reader = new DerReader(content)
  reader.readAny()
  reader.finish()
}

/** The URI as it is written, or nothing: other kinds of names, and bytes that no IA5String of a URI may have. */
export function urlOf({ tag, content }: Element): readonly string[] {
  const isUrl = tag === primitiveContextTag(6) && content.length <= limits.url
  const isPrintable = isUrl && content.every((byte) => byte >= 0x20 && byte < 0x7f)
  return isPrintable ? [String.fromCharCode(...content)] : []
}
