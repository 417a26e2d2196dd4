import type { Bytes } from '../../../src/pki/bytes.ts'
import type { Certificate } from '../../../src/pki/certificate/certificate.ts'
import { type Authority, buildAuthority, caKeyId } from '../../pki/build/authority.ts'
import { authorityKeyId, now } from '../../pki/build/certificate.ts'
import { buildCrl, crlNumber, entry, reasonCode } from '../../pki/build/crl.ts'
import { rsaKey } from '../../pki/build/keys.ts'

/** A CRL of random serials as large CAs write them, and certificates to look up in it. */
export interface CrlSample {
  readonly crl: Bytes
  readonly count: number
  readonly ca: Authority
  /** Bytes of all serials. */
  readonly serialBytes: number
  readonly listed: readonly Certificate[]
  readonly unlisted: readonly Certificate[]
}

/** `count` entries of 37 bytes, or of 51 with a reason; serials of 16 bytes, half of them with a zero before. */
export async function crlSample(
  count: number,
  { reasons = 'some', subjects = 1000 }: { reasons?: 'none' | 'some'; subjects?: number } = {},
): Promise<CrlSample> {
  const ca = await buildAuthority({ key: await rsaKey() })
  const serialAt = randomSerials(count + subjects)
  const [plain, withReason] = [entry(new Uint8Array(16), now), entry(new Uint8Array(16), now, reasonCode(4))]
  const entries = new Uint8Array(count * 53)
  let at = 0
  let serialBytes = 0
  for (let n = 0; n < count; n++) {
    const serial = serialAt(n)
    const template = reasons === 'some' && n % 2 === 0 ? withReason : plain
    at += write(entries, at, template, serial, n)
    serialBytes += serial.length
  }
  const crl = await buildCrl({
    signer: ca.key,
    issuer: ca.name,
    entries: [entries.subarray(0, at)],
    extensions: [authorityKeyId(caKeyId), crlNumber()],
  })
  const every = Math.max(1, Math.floor(count / subjects))
  const certificates = (length: number, number: (n: number) => number) =>
    Array.from({ length }, (_, n) => ({ ...ca.certificate, serial: serialAt(number(n)).slice() }))
  return {
    crl,
    count,
    ca,
    serialBytes,
    listed: certificates(Math.ceil(count / every), (n) => n * every),
    unlisted: certificates(subjects, (n) => count + n),
  }
}

/** By number, as views of one buffer: a million objects would be in the way of whatever is measured then. */
function randomSerials(count: number): (n: number) => Bytes {
  const bytes = new Uint8Array(count * LONGEST)
  // No more at once.
  for (let at = 0; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536))
  return (n) => {
    const serial = bytes.subarray(n * LONGEST, (n + 1) * LONGEST)
    const [, first = 0] = serial
    serial[0] = 0
    if (first >= 0x80) return serial
    if (first === 0) serial[1] = 1
    return serial.subarray(1)
  }
}

const LONGEST = 17

/** The template with another serial and another time of day; gives its length. */
function write(entries: Bytes, at: number, template: Bytes, serial: Bytes, n: number): number {
  const longer = serial.length - 16
  entries.set(template.subarray(0, 4), at)
  entries[at + 1] = (template[1] ?? 0) + longer
  entries[at + 3] = serial.length
  entries.set(serial, at + 4)
  entries.set(template.subarray(20), at + 20 + longer)
  // The day and the second: UTCTime begins after the serial, its digits two bytes later.
  entries[at + 20 + longer + 2 + 5] = 0x30 + (n % 10)
  entries[at + 20 + longer + 2 + 11] = 0x30 + (n % 7)
  return template.length + longer
}
