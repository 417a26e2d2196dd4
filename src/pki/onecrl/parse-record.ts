import { fromBase64 } from '../base64.ts'
import type { Bytes } from '../bytes.ts'
import { PkiError } from '../pki-error.ts'

/** How a record names the certificates that it means: by issuer and serial, or by subject and key. */
export type ListedBy = 'serial' | 'key'

/** What a record of OneCRL says, for whoever wants to know why. */
export interface OneCrlRecord {
  readonly by: ListedBy
  /** May be empty. */
  readonly id: string
  /** The number of the bug at bugzilla.mozilla.org that is the reason. */
  readonly bug?: number
  /** Milliseconds since the epoch. */
  readonly created?: number
}

export interface OneCrlEntry extends OneCrlRecord {
  /** DER Name of the issuer, or of the subject. */
  readonly name: Bytes
  /** Content of the serial's INTEGER, or SHA-256 of the SubjectPublicKeyInfo. */
  readonly key: Bytes
}

/**
 * Undefined for a record that means no certificate. `enabled` is not looked at, as in Firefox: many records that are in
 * force have it false. Nothing of what a record only tells can keep it from being in force.
 */
export function parseOneCrlRecord(value: unknown): OneCrlEntry | undefined {
  if (!isFields(value)) return undefined
  const { issuerName, serialNumber, subject, pubKeyHash } = value
  if (isGiven(issuerName) && isGiven(serialNumber)) {
    return entry('serial', issuerName, serialNumber, value)
  }
  return entry('key', subject, pubKeyHash, value)
}

/** Firefox takes an empty text for none. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

type Fields = Readonly<Record<string, unknown>>

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}

function entry(by: ListedBy, nameField: unknown, keyField: unknown, record: Fields): OneCrlEntry | undefined {
  const name = readBytes(nameField, longestName)
  const key = readBytes(keyField, longestKey)
  return name && key && { by, name, key, ...tale(record) }
}

/** Bytes. Both fit into the lengths that the index has for them. */
const longestName = 0xffff
const longestKey = 0xff

function readBytes(value: unknown, longest: number): Bytes | undefined {
  if (typeof value !== 'string' || value.length > 2 * longest) return undefined
  try {
    const bytes = fromBase64(value)
    return bytes.length > 0 && bytes.length <= longest ? bytes : undefined
  } catch (error) {
    if (error instanceof PkiError) return undefined
    throw error
  }
}

function tale({ id, details }: Fields): Pick<OneCrlRecord, 'id' | 'bug' | 'created'> {
  const { bug, created } = isFields(details) ? details : {}
  return {
    id: typeof id === 'string' && /^[\w-]{1,64}$/.test(id) ? id : '',
    ...readBug(bug),
    ...readCreated(created),
  }
}

/** As an address, or the number alone. */
function readBug(value: unknown): Pick<OneCrlRecord, 'bug'> {
  if (typeof value !== 'string') return {}
  const digits = /^(?:https:\/\/bugzilla\.mozilla\.org\/show_bug\.cgi\?id=)?(\d{1,9})$/.exec(value)?.[1]
  return digits === undefined ? {} : { bug: Number(digits) }
}

/** To the second: engines differ on more digits than three. */
function readCreated(value: unknown): Pick<OneCrlRecord, 'created'> {
  if (typeof value !== 'string') return {}
  const seconds = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(value)?.[1]
  const created = Date.parse(`${seconds}Z`)
  return Number.isNaN(created) ? {} : { created }
}
