import type { Certificate } from '../../src/pki/certificate/certificate.ts'
import type { Chain } from '../../src/policy/check.ts'

const NOW = Date.UTC(2026, 10, 22)
const DAY = 86_400_000

/** A certificate value, for what does not look at its bytes. */
export function certificate(subjectName: string, more: Partial<Certificate> = {}): Certificate {
  const none = new Uint8Array()
  return {
    der: none,
    tbs: none,
    serial: Uint8Array.of(1, 2),
    issuer: none,
    subject: none,
    issuerName: 'Issuer',
    subjectName,
    notBefore: NOW - DAY,
    notAfter: NOW + 89 * DAY,
    spki: none,
    publicKey: none,
    signatureAlgorithm: none,
    signature: none,
    isCa: false,
    ocspUrls: ['http://ocsp.lab.test/'],
    caIssuersUrls: [],
    crlDistributionPoints: [],
    mustStaple: false,
    scts: [],
    policies: [],
    ocspNoCheck: false,
    ...more,
  }
}

export function chain(more: { leaf?: Partial<Certificate>; isBuiltInRoot?: boolean } = {}): Chain {
  return {
    certificates: [certificate('leaf', more.leaf), certificate('root', { isCa: true })],
    fingerprints: ['aa', 'bb'],
    isBuiltInRoot: more.isBuiltInRoot ?? true,
  }
}

export function longChain(): Chain {
  return {
    certificates: [
      certificate('leaf'),
      certificate('intermediate', { isCa: true }),
      certificate('root', { isCa: true }),
    ],
    fingerprints: ['aa', 'bb', 'cc'],
    isBuiltInRoot: true,
  }
}
