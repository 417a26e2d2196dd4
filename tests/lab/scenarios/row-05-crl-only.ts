import type { Cause } from '../../../src/policy/cause.ts'
import type { CrlBehaviour } from '../servers/crl-server.ts'
import { revoked, unverified, verified } from './expect.ts'
import type { Row, Variant } from './variant.ts'

export const row05: Row = {
  row: 5,
  title: 'CRL only',
  variants: [
    {
      slug: '05-good',
      title: 'Not on the CRL',
      why: 'The certificate names no responder, as those of Let’s Encrypt; its CRL vouches for it.',
      leaf: { crls: ['crl'] },
      arrange: {},
      expect: verified('crl'),
    },
    {
      slug: '05-good-rsa',
      title: 'Not on the CRL, signed with RSA',
      why: 'The same from a CA with an RSA key.',
      leaf: { crls: ['crl'], authority: 'rsa' },
      arrange: {},
      expect: verified('crl'),
    },
    {
      slug: '05-revoked',
      title: 'On the CRL',
      why: 'The CRL lists the certificate, for key compromise. Firefox never fetches a CRL.',
      leaf: { crls: ['crl'] },
      arrange: { crls: { crl: 'revoked' } },
      expect: revoked(['crl']),
    },
    {
      slug: '05-second-part',
      title: 'Two parts, the second covers it',
      why: 'A CA that cuts its list in parts serves the wrong one at the first address and the right one at the second.',
      leaf: { crls: ['crl-1', 'crl-2'] },
      arrange: { crls: { 'crl-1': 'another-part' } },
      expect: verified('crl'),
    },
    {
      slug: '05-second-part-revoked',
      title: 'Two parts, on the second',
      why: 'The first address leads to a part that is about other certificates; the second lists this one.',
      leaf: { crls: ['crl-1', 'crl-2'] },
      arrange: { crls: { 'crl-1': 'another-part', 'crl-2': 'revoked' } },
      expect: revoked(['crl']),
    },
    notBelieved(
      'another-part',
      'Another part of the list',
      'is a part of the CA’s list that is about other certificates',
      'out-of-scope',
    ),
    notBelieved('expired', 'CRL expired', 'counted until yesterday', 'expired'),
    notBelieved(
      'bad-signature',
      'CRL with a bad signature',
      'was changed after it was signed',
      'bad-signature',
    ),
    notBelieved(
      'by-another-ca',
      'CRL of another CA',
      'is about the certificates of another CA',
      'wrong-issuer',
    ),
    notBelieved(
      'html',
      'HTML in place of the CRL',
      'is the log-in page of a captive portal',
      'not-a-response',
    ),
    notBelieved('cut-off', 'CRL cut off', 'cannot be fetched', 'responder-unreachable'),
  ],
}

function notBelieved(behaviour: CrlBehaviour, title: string, what: string, cause: Cause): Variant {
  return {
    slug: `05-${behaviour}`,
    title,
    why: `Nothing says that the certificate is revoked, but what the CA’s URL leads to ${what}.`,
    leaf: { crls: ['crl'] },
    arrange: { crls: { crl: behaviour } },
    expect: unverified(cause),
  }
}
