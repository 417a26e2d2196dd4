import type { Bytes } from '../../../src/pki/bytes.ts'
import { bits, boolean, integer, octets, oid, sequence, set, tagged, text, tlv, url, utcTime } from './der.ts'
import type { Key } from './keys.ts'

export const day = 86_400_000
/** What the time is in the tests. */
export const now = Date.UTC(2026, 10, 20, 12)

export interface CertificatePlan {
  readonly subject: Bytes
  readonly issuer: Bytes
  readonly key: Pick<Key, 'spki'>
  readonly signer: Key
  readonly serial?: readonly number[]
  readonly notBefore?: number
  readonly notAfter?: number
  readonly extensions?: readonly Bytes[]
  /** In place of the field as it should be. */
  readonly version?: readonly Bytes[]
  readonly validity?: Bytes
  readonly innerAlgorithm?: Bytes
  readonly outerAlgorithm?: Bytes
}

export async function buildCertificate(plan: CertificatePlan): Promise<Bytes> {
  const { signer, extensions = [] } = plan
  const { notBefore = now - 30 * day, notAfter = now + 60 * day } = plan
  const tbs = sequence(
    ...(plan.version ?? [tagged(0, integer(2))]),
    integer(...(plan.serial ?? [0x4a, 0x11])),
    plan.innerAlgorithm ?? signer.algorithm,
    plan.issuer,
    plan.validity ?? sequence(utcTime(notBefore), utcTime(notAfter)),
    plan.subject,
    plan.key.spki,
    ...(extensions.length > 0 ? [tagged(3, sequence(...extensions))] : []),
  )
  return signed(tbs, signer, plan.outerAlgorithm)
}

export async function signed(
  tbs: Bytes,
  signer: Key,
  algorithm = signer.algorithm,
  ...after: Bytes[]
): Promise<Bytes> {
  return sequence(tbs, algorithm, bits(await signer.sign(tbs)), ...after)
}

/** A Name of a common name and an organization. */
export function name(commonName: string, organization = 'Example'): Bytes {
  return sequence(attribute('2.5.4.10', text(organization)), attribute('2.5.4.3', text(commonName)))
}

export function attribute(type: string, value: Bytes): Bytes {
  return set(sequence(oid(type), value))
}

export function extension(id: string, value: Bytes, critical = false): Bytes {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value))
}

export const isCa = () => extension('2.5.29.19', sequence(boolean(true)), true)

/** Bits in the order of RFC 5280 §4.2.1.3, from the left. */
export const keyUsage = (octet: number, unused: number) =>
  extension('2.5.29.15', tlv(0x03, Uint8Array.of(unused, octet)), true)
export const digitalSignature = () => keyUsage(0x80, 7)
export const keyEncipherment = () => keyUsage(0x20, 5)
export const keyCertSign = () => keyUsage(0x04, 2)
export const keyCertSignAndCrlSign = () => keyUsage(0x06, 1)

export const extendedKeyUsage = (...purposes: string[]) =>
  extension('2.5.29.37', sequence(...purposes.map(oid)))
export const ocspSigning = () => extendedKeyUsage('1.3.6.1.5.5.7.3.9')
export const serverAuth = () => extendedKeyUsage('1.3.6.1.5.5.7.3.1')

export const subjectKeyId = (id: Bytes) => extension('2.5.29.14', octets(id))
export const authorityKeyId = (id: Bytes) => extension('2.5.29.35', sequence(tlv(0x80, id)))

export const crlDistributionPoints = (...points: Bytes[]) => extension('2.5.29.31', sequence(...points))
export const distributionPoint = (...urls: string[]) => sequence(tagged(0, fullName(...urls)))
export const fullName = (...urls: string[]) => tagged(0, ...urls.map(url))

export function authorityInfoAccess(
  descriptions: readonly (readonly [method: string, location: Bytes])[],
): Bytes {
  const list = descriptions.map(([method, location]) => sequence(oid(method), location))
  return extension('1.3.6.1.5.5.7.1.1', sequence(...list))
}
