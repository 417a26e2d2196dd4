import { ObjectIdentifier } from 'asn1js'
import type { Bytes } from '../../../src/pki/bytes.ts'

/** A DER writer that also writes what nobody should: it takes any tag and any content. */
export function tlv(tag: number, ...contents: readonly Uint8Array[]): Bytes {
  const content = concat(...contents)
  return concat(Uint8Array.of(tag), lengthOf(content), content)
}

export const sequence = (...contents: readonly Uint8Array[]) => tlv(0x30, ...contents)
export const set = (...contents: readonly Uint8Array[]) => tlv(0x31, ...contents)
export const octets = (...contents: readonly Uint8Array[]) => tlv(0x04, ...contents)
export const integer = (...bytes: readonly number[]) => tlv(0x02, Uint8Array.from(bytes))
export const enumerated = (value: number) => tlv(0x0a, Uint8Array.of(value))
export const boolean = (value: boolean) => tlv(0x01, Uint8Array.of(value ? 0xff : 0))
export const nothing = () => tlv(0x05)
export const bits = (...contents: readonly Uint8Array[]) => tlv(0x03, Uint8Array.of(0), ...contents)
/** `[n]` around elements. */
export const tagged = (n: number, ...contents: readonly Uint8Array[]) => tlv(0xa0 | n, ...contents)
/** `[n] IMPLICIT` of a primitive type. */
export const implicit = (n: number, content: Uint8Array) => tlv(0x80 | n, content)
export const text = (value: string) => tlv(0x0c, ascii(value))
export const url = (value: string) => implicit(6, ascii(value))

export function oid(value: string): Bytes {
  return new Uint8Array(new ObjectIdentifier({ value }).toBER())
}

export function utcTime(time: number): Bytes {
  return tlv(0x17, ascii(digits(time).slice(2)))
}

export function generalizedTime(time: number): Bytes {
  return tlv(0x18, ascii(digits(time)))
}

export function ascii(value: string): Bytes {
  return Uint8Array.from(value, (character) => character.charCodeAt(0))
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export function hex(value: string): Bytes {
  return Uint8Array.from(value.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
}

/** A copy with one byte changed. */
export function withByte(bytes: Uint8Array, at: number, byte: number): Bytes {
  const copy = Uint8Array.from(bytes)
  copy[at] = byte
  return copy
}

/** Where `part` first occurs in `whole`. */
export function indexOf(whole: Uint8Array, part: Uint8Array): number {
  return Buffer.from(whole).indexOf(part)
}

function lengthOf({ length }: Bytes): Bytes {
  if (length < 0x80) return Uint8Array.of(length)
  const bytes: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return Uint8Array.of(0x80 | bytes.length, ...bytes)
}

function digits(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replaceAll(/\D/g, '')}Z`
}
