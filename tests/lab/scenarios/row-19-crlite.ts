import { revoked, verified } from './expect.ts'
import type { Row, Variant } from './variant.ts'

const POINTERS = { responders: ['ocsp'], crls: ['crl'] } as const satisfies Variant['leaf']
const CUT_OFF = {
  responders: { ocsp: 'cut-off' },
  crls: { crl: 'cut-off' },
} as const satisfies Variant['arrange']

export const row19: Row = {
  row: 19,
  title: 'CRLite',
  variants: [
    {
      slug: '19-good',
      title: 'Covered, and not revoked',
      why: 'The filters cover the certificate and do not list it. Nobody is asked, and nobody could be.',
      leaf: { ...POINTERS, sct: 'covered' },
      arrange: CUT_OFF,
      alone: true,
      expect: verified('crlite'),
    },
    {
      slug: '19-good-rsa',
      title: 'Covered, signed with RSA',
      why: 'The same from another CA.',
      leaf: { ...POINTERS, sct: 'covered', authority: 'rsa' },
      arrange: CUT_OFF,
      alone: true,
      expect: verified('crlite'),
    },
    {
      slug: '19-revoked',
      title: 'Covered, and revoked',
      why: 'The full filter lists the certificate. Its responder and its CRL, which nobody asks, would not help.',
      leaf: { ...POINTERS, sct: 'covered', crlite: 'revoked' },
      arrange: CUT_OFF,
      alone: true,
      expect: revoked(['crlite']),
    },
    {
      slug: '19-revoked-since',
      title: 'Covered, and revoked since',
      why: 'Not in the full filter: the delta that followed it lists the certificate.',
      leaf: { ...POINTERS, sct: 'covered', crlite: 'revoked-since' },
      arrange: CUT_OFF,
      alone: true,
      expect: revoked(['crlite']),
    },
    {
      slug: '19-not-enrolled',
      title: 'Issuer not enrolled',
      why: 'The filters know nothing of this CA, so its CRL or its responder must vouch.',
      leaf: { ...POINTERS, sct: 'covered', authority: 'unenrolled' },
      arrange: {},
      expect: verified('crl', 'ocsp'),
    },
    {
      slug: '19-too-new',
      title: 'Too new for the filters',
      why: 'The certificate was issued after the filters were made; its CRL says that it is revoked.',
      leaf: { ...POINTERS, sct: 'too-new' },
      arrange: { crls: { crl: 'revoked' }, responders: { ocsp: 'cut-off' } },
      expect: revoked(['crl']),
    },
  ],
}
