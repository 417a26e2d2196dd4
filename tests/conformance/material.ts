import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Bytes, bytesEqual } from '../../src/pki/bytes.ts'
import type { Certificate } from '../../src/pki/certificate/certificate.ts'
import { parseCertificate } from '../../src/pki/certificate/parse.ts'
import type { CheckContext } from '../../src/pki/statement.ts'
import { type Fields, isFields } from './fields.ts'
import type { Case, Source } from './manifest.ts'

/** A case and the files that it names, read when asked for. */
export interface Material extends Case {
  /** The contents of `files`, of which there is at least one. */
  readonly documents: readonly [Bytes, ...Bytes[]]
  readonly certificate: (path: string) => Certificate
  /** What other parsers make of the first file. */
  readonly oracle: Fields | undefined
}

/** The case lacks something without which it cannot be judged. */
export class MaterialError extends Error {
  override readonly name = 'MaterialError'
}

export function openCase({ folder, oracle }: Source, entry: Case): Material {
  const read = (path: string) => readBytes(join(folder, path))
  const [first, ...others] = entry.files
  if (first === undefined) throw new MaterialError('no files')
  const known = oracle[first]
  return {
    ...entry,
    documents: [read(first), ...others.map(read)],
    certificate: (path) => parseCertificate(read(path)),
    oracle: isFields(known) ? known : undefined,
  }
}

function readBytes(path: string): Bytes {
  try {
    return Uint8Array.from(readFileSync(path))
  } catch (error) {
    throw new MaterialError(error instanceof Error ? error.message : String(error))
  }
}

export function given<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new MaterialError(`no ${name}`)
  return value
}

/** The certificate of `issuer`, or else the one that has the name of the leaf's issuer. */
export function issuerOf({ issuer, leaf, chain, trust, certificate }: Material): Certificate {
  if (issuer !== undefined) return certificate(issuer)
  const { issuer: name } = certificate(given(leaf, 'issuer'))
  const named = [...chain, ...trust].map(certificate).find(({ subject }) => bytesEqual(subject, name))
  return given(named, 'issuer')
}

/** The certificate that the case is about, or a stand-in: some cases give but its serial, in hex. */
export function subjectOf({ leaf, certificate, extra }: Material, issuer: Certificate): Certificate {
  if (leaf !== undefined) return certificate(leaf)
  const serial = extra['serial']
  if (typeof serial !== 'string') throw new MaterialError('neither leaf nor extra.serial')
  return standIn(issuer, serial)
}

/** A certificate of this issuer and serial, of which nothing else is known. */
export function standIn(
  issuer: Pick<Certificate, 'subject' | 'subjectName' | 'notBefore'>,
  serial: string,
): Certificate {
  return {
    der: empty,
    tbs: empty,
    serial: serialBytes(serial),
    issuer: issuer.subject,
    subject: empty,
    issuerName: issuer.subjectName,
    subjectName: '',
    notBefore: issuer.notBefore,
    notAfter: forever,
    spki: empty,
    publicKey: empty,
    signatureAlgorithm: empty,
    signature: empty,
    isCa: false,
    ocspUrls: [],
    caIssuersUrls: [],
    crlDistributionPoints: [],
    mustStaple: false,
    scts: [],
    policies: [],
    ocspNoCheck: false,
  }
}

const empty: Bytes = new Uint8Array()
const forever = Number.MAX_SAFE_INTEGER

/** A number in hex, perhaps negative, as the content of an INTEGER. */
export function serialBytes(serial: string): Bytes {
  const digitsOnly = serial.replaceAll(/^-?(0x)?|[\s:]/gi, '')
  if (!/^[\da-f]+$/i.test(digitsOnly)) throw new MaterialError(`a serial that is not in hex: ${serial}`)
  const value = BigInt(`0x${digitsOnly}`) * (serial.startsWith('-') ? -1n : 1n)
  const length = bytesFor(value)
  const digits = BigInt.asUintN(length * 8, value).toString(16)
  return Uint8Array.from(Buffer.from(digits.padStart(length * 2, '0'), 'hex'))
}

/** The least number of bytes whose two's complement holds the value. */
function bytesFor(value: bigint): number {
  let length = 1
  while (BigInt.asIntN(length * 8, value) !== value) length++
  return length
}

/** Whether the certificate has ended meanwhile is another question than the one that its case asks. */
export function endless(certificate: Certificate): Certificate {
  return { ...certificate, notAfter: forever }
}

/** The rules of the RFCs alone: neither our tolerance of clocks nor our bounds on the age of a document. */
export function contextAt(now: number): CheckContext {
  const freshness = { skew: 0, maxAge: forever, withoutNextUpdate: forever }
  return { now, freshness, crypto: crypto.subtle, algorithms: 'legacy' }
}
