import type { Bytes } from '../../src/pki/bytes.ts'
import type { Certificate } from '../../src/pki/certificate/certificate.ts'
import { parseCertificate } from '../../src/pki/certificate/parse.ts'
import { type Fields, isFields } from './fields.ts'
import { MaterialError } from './material.ts'

/** What stands in a case itself and not in a file. */

export function certificateIn(base64: unknown): Certificate {
  if (typeof base64 !== 'string') throw new MaterialError('a certificate that is no text')
  return parseCertificate(Uint8Array.from(Buffer.from(base64, 'base64')))
}

export function hexIn(fields: Fields, name: string): Bytes {
  const value = fields[name]
  if (typeof value !== 'string' || !/^([\da-f]{2})*$/i.test(value))
    throw new MaterialError(`${name} is not in hex`)
  return Uint8Array.from(Buffer.from(value, 'hex'))
}

export function numberIn(fields: Fields, name: string): number {
  const value = fields[name]
  if (typeof value !== 'number') throw new MaterialError(`${name} is not a number`)
  return value
}

export function listIn(fields: Fields, name: string): readonly Fields[] {
  const value = fields[name]
  if (!Array.isArray(value) || !value.every(isFields)) throw new MaterialError(`${name} is not a list`)
  return value
}
