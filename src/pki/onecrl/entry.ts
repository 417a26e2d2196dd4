import { type Bytes, viewOf } from '../bytes.ts'
import { PkiError } from '../pki-error.ts'
import type { OneCrlEntry } from './parse-record.ts'

/*
 * An entry of the index, all integers little-endian:
 *
 *    0   1  by: 0 for the serial, 1 for the key
 *    1   2  length of the name
 *    3   1  length of the serial or of the hash of the key
 *    4   1  length of the id
 *    5   4  bug, or 0
 *    9   8  created, a double, or NaN
 *    17     name; serial or hash of the key; id, in ASCII
 */
const header = 17

export function entryLength({ name, key, id }: OneCrlEntry): number {
  return header + name.length + key.length + id.length
}

export function writeEntry(target: Bytes, { by, name, key, id, bug, created }: OneCrlEntry): void {
  const view = viewOf(target)
  view.setUint8(0, by === 'serial' ? 0 : 1)
  view.setUint16(1, name.length, true)
  view.setUint8(3, key.length)
  view.setUint8(4, id.length)
  view.setUint32(5, bug ?? 0, true)
  view.setFloat64(9, created ?? NaN, true)
  target.set(name, header)
  target.set(key, header + name.length)
  for (let i = 0; i < id.length; i++) target[header + name.length + key.length + i] = id.charCodeAt(i)
}

/** Throws PkiError if the bytes are not exactly an entry. */
export function readEntry(bytes: Bytes): OneCrlEntry {
  if (bytes.length < header) throw damaged()
  const view = viewOf(bytes)
  const key = header + view.getUint16(1, true)
  const id = key + view.getUint8(3)
  if (id + view.getUint8(4) !== bytes.length) throw damaged()
  const bug = view.getUint32(5, true)
  const created = view.getFloat64(9, true)
  return {
    by: view.getUint8(0) === 0 ? 'serial' : 'key',
    name: bytes.subarray(header, key),
    key: bytes.subarray(key, id),
    id: String.fromCharCode(...bytes.subarray(id)),
    ...(bug !== 0 && { bug }),
    ...(!Number.isNaN(created) && { created }),
  }
}

function damaged(): PkiError {
  return new PkiError('malformed', 'index of OneCRL damaged')
}
