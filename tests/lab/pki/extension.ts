import * as asn1 from 'asn1js'
import * as pkijs from 'pkijs'

export const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
export const CODE_SIGNING = '1.3.6.1.5.5.7.3.3'
export const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'

/** RFC 5280 §4.2.1.9. */
export function basicConstraints(ca: false | { readonly pathLength?: number }): pkijs.Extension {
  const value = ca
    ? new pkijs.BasicConstraints({
        cA: true,
        ...(ca.pathLength !== undefined && { pathLenConstraint: ca.pathLength }),
      })
    : new pkijs.BasicConstraints()
  return extension('2.5.29.19', value.toSchema(), 'critical')
}

/** RFC 5280 §4.2.1.3. */
export function keyUsage(...usages: readonly KeyUsage[]): pkijs.Extension {
  const positions = usages.map((usage) => KEY_USAGES.indexOf(usage))
  const byte = positions.reduce((bits, position) => bits | (0x80 >> position), 0)
  // X.690 §11.2.2: trailing zero bits of a named bit list are not encoded.
  const bits = new asn1.BitString({
    valueHex: new Uint8Array([byte]).buffer,
    unusedBits: 7 - Math.max(...positions),
  })
  return extension('2.5.29.15', bits, 'critical')
}

export function extendedKeyUsage(...purposes: readonly string[]): pkijs.Extension {
  return extension('2.5.29.37', new pkijs.ExtKeyUsage({ keyPurposes: [...purposes] }).toSchema())
}

export function subjectKeyId(id: ArrayBuffer): pkijs.Extension {
  return extension('2.5.29.14', new asn1.OctetString({ valueHex: id }))
}

export function authorityKeyId(id: ArrayBuffer): pkijs.Extension {
  const value = new pkijs.AuthorityKeyIdentifier({ keyIdentifier: new asn1.OctetString({ valueHex: id }) })
  return extension('2.5.29.35', value.toSchema())
}

export function subjectAltName(...hosts: readonly string[]): pkijs.Extension {
  const names = hosts.map((value) => new pkijs.GeneralName({ type: 2, value }))
  return extension('2.5.29.17', new pkijs.GeneralNames({ names }).toSchema())
}

/** RFC 5280 §4.2.1.10: the only domains that certificates below may name. */
export function nameConstraints(...permitted: readonly string[]): pkijs.Extension {
  const permittedSubtrees = permitted.map(
    (value) => new pkijs.GeneralSubtree({ base: new pkijs.GeneralName({ type: 2, value }) }),
  )
  return extension('2.5.29.30', new pkijs.NameConstraints({ permittedSubtrees }).toSchema(), 'critical')
}

/** RFC 5280 §4.2.2.1, id-ad-ocsp only. */
export function ocspResponders(...urls: readonly string[]): pkijs.Extension {
  const accessDescriptions = urls.map(
    (url) => new pkijs.AccessDescription({ accessMethod: '1.3.6.1.5.5.7.48.1', accessLocation: uri(url) }),
  )
  return extension('1.3.6.1.5.5.7.1.1', new pkijs.InfoAccess({ accessDescriptions }).toSchema())
}

/** RFC 5280 §4.2.1.13, one distribution point for each URL. */
export function crlDistributionPoints(...urls: readonly string[]): pkijs.Extension {
  const distributionPoints = urls.map((url) => new pkijs.DistributionPoint({ distributionPoint: [uri(url)] }))
  return extension('2.5.29.31', new pkijs.CRLDistributionPoints({ distributionPoints }).toSchema())
}

/** RFC 6962 §3.3: a SignedCertificateTimestampList. */
export function signedCertificateTimestamps(list: Uint8Array): pkijs.Extension {
  const valueHex = Uint8Array.from(list).buffer
  return extension('1.3.6.1.4.1.11129.2.4.2', new asn1.OctetString({ valueHex }))
}

/** RFC 7633: the server must staple. */
export function mustStaple(): pkijs.Extension {
  const statusRequest = new asn1.Integer({ value: 5 })
  return extension('1.3.6.1.5.5.7.1.24', new asn1.Sequence({ value: [statusRequest] }))
}

/** RFC 6960 §4.2.2.2.1: nobody need ask whether this responder is revoked. */
export function ocspNoCheck(): pkijs.Extension {
  return extension('1.3.6.1.5.5.7.48.1.5', new asn1.Null())
}

/** RFC 5280 §5.2.3. */
export function crlNumber(value: number): pkijs.Extension {
  return extension('2.5.29.20', new asn1.Integer({ value }))
}

/** RFC 5280 §5.2.5: the CRL holds only the certificates that name this URL. */
export function issuingDistributionPoint(url: string): pkijs.Extension {
  const value = new pkijs.IssuingDistributionPoint({
    distributionPoint: [uri(url)],
    onlyContainsUserCerts: true,
  })
  return extension('2.5.29.28', value.toSchema(), 'critical')
}

type KeyUsage = (typeof KEY_USAGES)[number]

const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
] as const

function uri(value: string): pkijs.GeneralName {
  return new pkijs.GeneralName({ type: 6, value })
}

function extension(oid: string, value: asn1.BaseBlock, critical?: 'critical'): pkijs.Extension {
  return new pkijs.Extension({
    extnID: oid,
    critical: critical === 'critical',
    extnValue: value.toBER(false),
  })
}
