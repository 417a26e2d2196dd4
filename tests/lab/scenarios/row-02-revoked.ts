import { byKind, refused, revoked } from './expect.ts'
import type { Row } from './variant.ts'

export const row02: Row = {
  row: 2,
  title: 'Revoked',
  variants: [
    {
      slug: '02-ocsp',
      title: 'OCSP revoked',
      why: 'The responder says: revoked for key compromise. Under a built-in root Firefox does not ask it.',
      leaf: { responders: ['ocsp'] },
      arrange: { responders: { ocsp: 'revoked' } },
      expect: byKind(revoked(['ocsp']), refused('SEC_ERROR_REVOKED_CERTIFICATE')),
    },
    {
      slug: '02-crl-and-ocsp',
      title: 'CRL and OCSP, both revoked',
      why: 'Both say: revoked for key compromise. Under a built-in root Firefox asks neither.',
      leaf: { responders: ['ocsp'], crls: ['crl'] },
      arrange: { responders: { ocsp: 'revoked' }, crls: { crl: 'revoked' } },
      expect: byKind(revoked(['crl', 'ocsp']), refused('SEC_ERROR_REVOKED_CERTIFICATE')),
    },
  ],
}
