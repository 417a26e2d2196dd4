import { byKind, refused, revoked, verified } from './expect.ts'
import type { Row } from './variant.ts'

export const row06: Row = {
  row: 6,
  title: 'One of two sources is dead',
  variants: [
    {
      slug: '06-crl-alive',
      title: 'OCSP dead, CRL good',
      why: 'One source that vouches is enough.',
      leaf: { responders: ['ocsp'], crls: ['crl'] },
      arrange: { responders: { ocsp: 'cut-off' } },
      expect: verified('crl'),
    },
    {
      slug: '06-ocsp-alive',
      title: 'CRL dead, OCSP good',
      why: 'One source that vouches is enough.',
      leaf: { responders: ['ocsp'], crls: ['crl'] },
      arrange: { crls: { crl: 'cut-off' } },
      expect: verified('ocsp'),
    },
    {
      slug: '06-crl-revoked',
      title: 'OCSP dead, CRL revoked',
      why: 'One source that says revoked is enough; Firefox never fetches a CRL.',
      leaf: { responders: ['ocsp'], crls: ['crl'] },
      arrange: { responders: { ocsp: 'cut-off' }, crls: { crl: 'revoked' } },
      expect: revoked(['crl']),
    },
    {
      slug: '06-ocsp-revoked',
      title: 'CRL dead, OCSP revoked',
      why: 'One source that says revoked is enough.',
      leaf: { responders: ['ocsp'], crls: ['crl'] },
      arrange: { responders: { ocsp: 'revoked' }, crls: { crl: 'cut-off' } },
      expect: byKind(revoked(['ocsp']), refused('SEC_ERROR_REVOKED_CERTIFICATE')),
    },
  ],
}
