import type { Bytes } from './bytes.ts'
import { PkiError } from './pki-error.ts'

export const Tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

/** `[n]` around other elements, and `[n] IMPLICIT` of a primitive type. */
export const contextTag = (n: number): number => 0xa0 | n
export const primitiveContextTag = (n: number): number => 0x80 | n

/** One TLV. Both fields are views: nothing is copied. */
export interface Element {
  readonly tag: number
  readonly der: Bytes
  readonly content: Bytes
}

/** Reads elements one after the other; throws PkiError for anything but definite, minimal lengths (X.690 §10.1). */
export class DerReader {
  readonly #bytes: Bytes
  #at = 0

  constructor(bytes: Bytes) {
    this.#bytes = bytes
  }

  get done(): boolean {
    return this.#at === this.#bytes.length
  }

  nextIs(tag: number): boolean {
    return !this.done && this.#bytes[this.#at] === tag
  }

  readAny(): Element {
    const start = this.#at
    this.#at = endOfElement(this.#bytes, start, this.#bytes.length)
    return {
      tag: tagAt(this.#bytes, start),
      der: this.#bytes.subarray(start, this.#at),
      content: this.#bytes.subarray(startOfContent(this.#bytes, start), this.#at),
    }
  }

  read(tag: number): Element {
    if (!this.nextIs(tag)) throw new PkiError('malformed', `expected tag ${tag.toString(16)}`)
    return this.readAny()
  }

  readOptional(tag: number): Element | undefined {
    return this.nextIs(tag) ? this.readAny() : undefined
  }

  finish(): void {
    if (!this.done) throw new PkiError('malformed', 'unexpected data after the last field')
  }
}

/** The one element that `der` must consist of. */
export function readOnly(der: Bytes, tag: number): Element {
  const reader = new DerReader(der)
  const element = reader.read(tag)
  reader.finish()
  return element
}

export function readSequence(der: Bytes): DerReader {
  return new DerReader(readOnly(der, Tag.sequence).content)
}

// The three below read without allocating, for lists of millions of elements.

export function tagAt(bytes: Bytes, at: number): number {
  return bytes[at] ?? 0
}

/** Where the content of an element begins whose header `endOfElement` has accepted. */
export function startOfContent(bytes: Bytes, at: number): number {
  const first = bytes[at + 1] ?? 0
  return at + 2 + (first < 0x80 ? 0 : first & 0x7f)
}

/** Where the element at `at` ends, which is not after `limit`; throws if it has no proper header. */
export function endOfElement(bytes: Bytes, at: number, limit: number): number {
  if (at + 2 > limit) throw new PkiError('malformed', 'truncated element')
  const tag = tagAt(bytes, at)
  // Nothing in RFC 5280 or 6960 has a tag number above 30, nor tag 0 of the universal class.
  if ((tag & 0x1f) === 0x1f || tag === 0) throw new PkiError('malformed', `tag ${tag.toString(16)}`)
  const first = bytes[at + 1] ?? 0
  const length = first < 0x80 ? first : longLength(bytes, at + 2, first & 0x7f, limit)
  const end = startOfContent(bytes, at) + length
  if (end > limit) throw new PkiError('malformed', 'element longer than what contains it')
  return end
}

function longLength(bytes: Bytes, at: number, count: number, limit: number): number {
  if (count === 0) throw new PkiError('malformed', 'indefinite length')
  if (count > 4 || at + count > limit) throw new PkiError('malformed', 'length of the length')
  let length = 0
  for (let i = 0; i < count; i++) length = length * 256 + (bytes[at + i] ?? 0)
  if (length < 0x80 || length < 256 ** (count - 1)) throw new PkiError('malformed', 'length not minimal')
  return length
}
