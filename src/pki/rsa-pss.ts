import { type Bytes, bytesEqual } from './bytes.ts'
import { contextTag, DerReader, readOnly, readSequence, Tag } from './der.ts'
import { bitStringBytes, oidValue, smallInteger } from './der-values.ts'
import { oid } from './oids.ts'
import { PkiError } from './pki-error.ts'

/** RSASSA-PSS-params (RFC 4055 §3.1), as far as WebCrypto can be told of them. */
export interface PssParameters {
  readonly hash: string
  readonly saltLength: number
}

/** The parameters of a signature by id-RSASSA-PSS; undefined for other algorithms; throws PkiError. */
export function pssParameters(identifier: Bytes): PssParameters | undefined {
  const reader = readSequence(identifier)
  if (oidValue(reader.read(Tag.oid).content) !== oid.rsassaPss) return undefined
  const parameters = parseParameters(reader.read(Tag.sequence).content)
  reader.finish()
  return parameters
}

/**
 * The key as one of rsaEncryption, which is all that WebCrypto imports; undefined if it is no RSA key, or one of
 * id-RSASSA-PSS that is not for such signatures (RFC 4055 §3.3).
 */
export function rsaKeyFor({ hash, saltLength }: PssParameters, spki: Bytes): Bytes | undefined {
  const reader = readSequence(spki)
  const algorithm = reader.read(Tag.sequence)
  const key = bitStringBytes(reader.read(Tag.bitString).content)
  reader.finish()
  if (bytesEqual(algorithm.der, rsaEncryption)) return spki
  const identifier = new DerReader(algorithm.content)
  if (oidValue(identifier.read(Tag.oid).content) !== oid.rsassaPss) return undefined
  const bounds = identifier.done ? undefined : parseParameters(identifier.read(Tag.sequence).content)
  const isFor = bounds === undefined || (bounds.hash === hash && bounds.saltLength <= saltLength)
  return isFor ? sequence(rsaEncryption, element(Tag.bitString, Uint8Array.of(0), key)) : undefined
}

const rsaEncryption = Uint8Array.of(48, 13, 6, 9, 42, 134, 72, 134, 247, 13, 1, 1, 1, 5, 0)

function parseParameters(content: Bytes): PssParameters {
  const reader = new DerReader(content)
  const hash = readTagged(reader, 0)
  const mask = readTagged(reader, 1)
  const saltLength = readTagged(reader, 2)
  const trailer = readTagged(reader, 3)
  reader.finish()
  const hashName = hash ? hashOf(hash) : 'SHA-1'
  // WebCrypto masks with the hash of the message, and RFC 4055 §3.1 recommends it; there is but one trailer.
  if ((mask ? maskHashOf(mask) : 'SHA-1') !== hashName) throw new PkiError('unsupported', 'mask of RSA-PSS')
  if (trailer && numberOf(trailer) !== 1) throw new PkiError('unsupported', 'trailer of RSA-PSS')
  return { hash: hashName, saltLength: saltLength ? numberOf(saltLength) : 20 }
}

function readTagged(reader: DerReader, n: number): Bytes | undefined {
  return reader.readOptional(contextTag(n))?.content
}

const numberOf = (der: Bytes): number => smallInteger(readOnly(der, Tag.integer).content)

function maskHashOf(der: Bytes): string {
  const reader = readSequence(der)
  const isMgf1 = oidValue(reader.read(Tag.oid).content) === oid.mgf1
  const hash = reader.read(Tag.sequence).der
  reader.finish()
  if (!isMgf1) throw new PkiError('unsupported', 'mask of RSA-PSS')
  return hashOf(hash)
}

const hashes: Readonly<Record<string, string>> = {
  [oid.sha1]: 'SHA-1',
  [oid.sha256]: 'SHA-256',
  [oid.sha384]: 'SHA-384',
  [oid.sha512]: 'SHA-512',
}

/** RFC 4055 §2.1: the parameters are NULL or absent. */
function hashOf(der: Bytes): string {
  const reader = readSequence(der)
  const hash = hashes[oidValue(reader.read(Tag.oid).content)]
  reader.readOptional(Tag.null)
  reader.finish()
  if (hash === undefined) throw new PkiError('unsupported', 'hash of RSA-PSS')
  return hash
}

function sequence(...contents: readonly Bytes[]): Bytes {
  return element(Tag.sequence, ...contents)
}

function element(tag: number, ...contents: readonly Bytes[]): Bytes {
  const length = contents.reduce((sum, content) => sum + content.length, 0)
  const header = [tag, ...lengthOf(length)]
  const whole = new Uint8Array(header.length + length)
  whole.set(header)
  let at = header.length
  for (const content of contents) {
    whole.set(content, at)
    at += content.length
  }
  return whole
}

/** Certificates, and so their keys, have fewer than 64 KiB. */
function lengthOf(length: number): readonly number[] {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}
