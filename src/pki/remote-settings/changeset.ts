import { limits } from '../limits.ts'
import { PkiError } from '../pki-error.ts'

/** A record as it was received: what is signed are all of its fields, known or not. */
export interface RemoteRecord {
  readonly id: string
  readonly [field: string]: unknown
}

export interface SignatureEntry {
  /** Where the chain of certificates lies. */
  readonly x5u: string
  readonly signature: string
}

/** What a Remote Settings server says about a collection: all of it, or what has changed since a moment. */
export interface Changeset {
  /** Of the collection's last change, in milliseconds since the epoch. */
  readonly timestamp: number
  readonly changes: readonly RemoteRecord[]
  /** Any one of them is enough. */
  readonly signatures: readonly SignatureEntry[]
}

/** Takes what JSON.parse gives; throws PkiError. */
export function parseChangeset(value: unknown): Changeset {
  const { timestamp, changes, metadata } = fieldsOf(value)
  if (!isTimestamp(timestamp)) throw new PkiError('malformed', 'timestamp of the changeset')
  if (!Array.isArray(changes)) throw new PkiError('malformed', 'changes of the changeset')
  if (changes.length > limits.records) throw new PkiError('too-large', 'changes of the changeset')
  return { timestamp, changes: changes.map(parseRecord), signatures: parseSignatures(fieldsOf(metadata)) }
}

export function isTimestamp(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function parseRecord(value: unknown): RemoteRecord {
  if (!isRecord(value)) throw new PkiError('malformed', 'record without an id')
  return value
}

export function isRecord(value: unknown): value is RemoteRecord {
  return typeof fieldsOf(value)['id'] === 'string'
}

/**
 * `signatures` is what servers give since Firefox 140 or so, each with a mode; `signature` what they gave before, and
 * may still give for the sake of older ones.
 */
function parseSignatures({ signatures, signature }: Fields): readonly SignatureEntry[] {
  const listed = Array.isArray(signatures) ? signatures.flatMap(parseSignature) : []
  return [...listed, ...parseSignature(signature)].slice(0, limits.contentSignatures)
}

function parseSignature(value: unknown): readonly SignatureEntry[] {
  const { x5u, signature, mode } = fieldsOf(value)
  const isKnown = mode === undefined || mode === null || mode === 'p384ecdsa'
  return isKnown && typeof x5u === 'string' && typeof signature === 'string' ? [{ x5u, signature }] : []
}

/** Fields of anything: none where it is no object. */
type Fields = Readonly<Record<string, unknown>>

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
