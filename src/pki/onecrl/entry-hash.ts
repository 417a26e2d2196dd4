import { viewOf } from '../bytes.ts'
import { hashOf } from '../crl/serial-hash.ts'
import type { OneCrlEntry } from './parse-record.ts'

/** Of a key only the name counts: it is hashed for few certificates, once its name is found. */
export function entryHash({ by, name, key }: Pick<OneCrlEntry, 'by' | 'name' | 'key'>): number {
  const ofName = hashOf(viewOf(name), 0, name.length)
  return by === 'key' ? ~ofName : (ofName + Math.imul(hashOf(viewOf(key), 0, key.length), 0x9e3779b1)) | 0
}
