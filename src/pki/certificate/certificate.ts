import type { Bytes } from '../bytes.ts'

/** RFC 5280 §4.2.1.3, in the order of the BIT STRING. */
export type KeyUsage =
  | 'digitalSignature'
  | 'nonRepudiation'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign'
  | 'encipherOnly'
  | 'decipherOnly'

export interface DistributionPoint {
  /** The full names that are URIs, in order. */
  readonly urls: readonly string[]
  /** DER of the DistributionPointName and of cRLIssuer, for scope matching; absent where the field is. */
  readonly name?: Bytes
  readonly crlIssuer?: Bytes
  /** True where the point serves only some reasons (RFC 5280 §4.2.1.13). */
  readonly partialReasons: boolean
}

/** Signed certificate timestamp (RFC 6962 §3.2). */
export interface Sct {
  readonly logId: Bytes
  /** Milliseconds since the epoch. */
  readonly timestamp: number
}

/** A parsed X.509 certificate (RFC 5280 §4.1). All byte fields are exact slices of what was received. */
export interface Certificate {
  readonly der: Bytes
  /** tbsCertificate, header included: the bytes that are signed. */
  readonly tbs: Bytes
  /** Content of the serial's INTEGER, sign byte kept. */
  readonly serial: Bytes
  /** DER Name. */
  readonly issuer: Bytes
  readonly subject: Bytes
  /** Readable forms, most telling part first ("R11, Let's Encrypt"); may be empty. */
  readonly issuerName: string
  readonly subjectName: string
  /** Milliseconds since the epoch, both inclusive. */
  readonly notBefore: number
  readonly notAfter: number
  /** DER SubjectPublicKeyInfo, and the content of its BIT STRING (without the count of unused bits). */
  readonly spki: Bytes
  readonly publicKey: Bytes
  /** DER AlgorithmIdentifier and the signature bits. */
  readonly signatureAlgorithm: Bytes
  readonly signature: Bytes
  readonly isCa: boolean
  /** RFC 5280 §4.2.1.9 pathLenConstraint; undefined means any. */
  readonly pathLength?: number
  /** Undefined where the extension is absent. */
  readonly keyUsage?: ReadonlySet<KeyUsage>
  /** OIDs in dotted form; undefined where the extension is absent. */
  readonly extendedKeyUsage?: ReadonlySet<string>
  /** DER of the two extensions as they stand, for those who have to do with names; undefined where absent. */
  readonly subjectAltName?: Bytes
  readonly nameConstraints?: Bytes
  readonly subjectKeyId?: Bytes
  readonly authorityKeyId?: Bytes
  /** AIA id-ad-ocsp and id-ad-caIssuers locations that are URIs, in order, as written. */
  readonly ocspUrls: readonly string[]
  readonly caIssuersUrls: readonly string[]
  readonly crlDistributionPoints: readonly DistributionPoint[]
  /** Where delta CRLs are (RFC 5280 §4.2.1.15); undefined where the extension is absent. */
  readonly freshestCrlUrls?: readonly string[]
  /** Dotted OIDs of the policies under which it was issued (RFC 5280 §4.2.1.4); none where the extension is absent. */
  readonly policies: readonly string[]
  /** RFC 7633: the certificate demands status_request. */
  readonly mustStaple: boolean
  readonly scts: readonly Sct[]
  /** RFC 6960 §4.2.2.2.1 id-pkix-ocsp-nocheck. */
  readonly ocspNoCheck: boolean
  /** Dotted OIDs of the critical extensions that `parseCertificate` does not know; undefined means none. */
  readonly unknownCriticalExtensions?: readonly string[]
}
