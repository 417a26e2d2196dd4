import { toHex } from '../../src/pki/bytes.ts'
import type { Certificate } from '../../src/pki/certificate/certificate.ts'
import { type Fields, isFields } from './fields.ts'
import type { Verdict } from './verdict.ts'

/** A fact that we have read, under the name that it has in `oracle.json`. */
export type Facts = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>

/** The verdict, unless pyca has read other fields than we have: `other-fields`. */
export function withFields(verdict: Verdict, facts: Facts, oracle: Fields | undefined): Verdict {
  const wrong = differences(facts, fieldsOf(oracle))
  return wrong.length === 0 ? verdict : { got: 'other-fields', cause: wrong.join('; ') }
}

/**
 * `see oracle.json`: what pyca (strict) and OpenSSL (lenient) agree on must be so; where they differ, either is right.
 */
export function withOracle(verdict: Verdict, oracle: Fields | undefined): Verdict {
  const { got, also = [] } = verdict
  if (oracle === undefined || got === 'other-fields') return verdict
  const isStrictlyRead = oracle['pyca'] === 'ok' && !isPartial(oracle)
  const isLenientlyRead = oracle['openssl'] === true
  const agreed = isStrictlyRead ? 'parse-ok' : 'parse-error'
  const holds = isStrictlyRead !== isLenientlyRead || [got, ...also].includes(agreed)
  return holds ? { ...verdict, also: [...also, 'see oracle.json'] } : verdict
}

function fieldsOf(oracle: Fields | undefined): Fields {
  const fields = oracle?.['fields']
  return isFields(fields) ? fields : {}
}

/** pyca reads lazily: it may have taken a file of which it could not read a field. */
function isPartial(oracle: Fields): boolean {
  return Object.keys(fieldsOf(oracle)).some((name) => name.endsWith('_error'))
}

function differences(facts: Facts, fields: Fields): readonly string[] {
  const both = Object.keys(facts).filter((name) => name in fields && facts[name] !== undefined)
  return both
    .filter((name) => JSON.stringify(facts[name]) !== JSON.stringify(fields[name]))
    .map((name) => `${name}: ${JSON.stringify(facts[name])}, pyca ${JSON.stringify(fields[name])}`)
}

export const isoTime = (time: number | undefined): string | null =>
  time === undefined ? null : new Date(time).toISOString().replace('.000Z', 'Z')

/** As pyca writes an INTEGER in hex: a sign, and no leading zeros. */
export function serialText(content: Uint8Array): string {
  const value = BigInt.asIntN(content.length * 8, BigInt(`0x${toHex(content)}`))
  return value.toString(16)
}

export function certificateFacts(certificate: Certificate): Facts {
  const { serial, notBefore, notAfter, subjectKeyId, authorityKeyId, extendedKeyUsage } = certificate
  return {
    serial: serialText(serial),
    not_before: isoTime(notBefore),
    not_after: isoTime(notAfter),
    aia_ocsp: certificate.ocspUrls,
    aia_ca_issuers: certificate.caIssuersUrls,
    ca: certificate.isCa,
    ski: subjectKeyId ? toHex(subjectKeyId) : null,
    aki: authorityKeyId ? toHex(authorityKeyId) : null,
    eku: extendedKeyUsage ? [...extendedKeyUsage] : null,
    ocsp_nocheck: certificate.ocspNoCheck,
  }
}
