import type { Bytes } from './bytes.ts'
import { endOfElement, startOfContent, Tag, tagAt } from './der.ts'
import { booleanValue, integerBytes, requireBitString, requireOid } from './der-values.ts'
import { limits } from './limits.ts'
import { PkiError } from './pki-error.ts'

/**
 * Throws unless `der` is one element, DER all the way down. To be called before a more lenient reader (asn1js takes
 * any BER) sees a byte. Not checked: the order within a SET OF, which nobody enforces.
 */
export function requireDer(der: Bytes): void {
  if (der.length === 0) throw new PkiError('malformed', 'empty')
  const end = endOfElement(der, 0, der.length)
  if (end !== der.length) throw new PkiError('malformed', 'trailing data')
  requireElement(der, 0, end, 0)
}

function requireElement(bytes: Bytes, at: number, end: number, depth: number): void {
  const tag = tagAt(bytes, at)
  const content = startOfContent(bytes, at)
  requireForm(tag)
  if ((tag & 0x20) !== 0) return requireElements(bytes, content, end, depth + 1)
  primitives[tag]?.(bytes.subarray(content, end))
}

function requireElements(bytes: Bytes, start: number, end: number, depth: number): void {
  if (depth > limits.depth) throw new PkiError('too-large', 'nested too deeply')
  for (let at = start; at < end;) {
    const next = endOfElement(bytes, at, end)
    requireElement(bytes, at, next, depth)
    at = next
  }
}

// X.690 §8.9, §8.11, §10.2: of the universal types, SEQUENCE (16), SET (17), EXTERNAL (8) and EMBEDDED PDV (11) are
// constructed in DER, and no other.
const constructedTypes = new Set([8, 11, 16, 17])

function requireForm(tag: number): void {
  const universal = tag < 0x40
  const constructed = (tag & 0x20) !== 0
  if (universal && constructed !== constructedTypes.has(tag & 0x1f)) {
    throw new PkiError('malformed', `form of tag ${tag.toString(16)}`)
  }
}

const primitives: Readonly<Record<number, (content: Bytes) => unknown>> = {
  [Tag.boolean]: booleanValue,
  [Tag.integer]: integerBytes,
  [Tag.enumerated]: integerBytes,
  [Tag.bitString]: requireBitString,
  [Tag.null]: requireEmpty,
  [Tag.oid]: requireOid,
}

function requireEmpty(content: Bytes): void {
  if (content.length > 0) throw new PkiError('malformed', 'NULL with content')
}
