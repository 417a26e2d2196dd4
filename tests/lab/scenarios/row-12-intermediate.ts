import { revoked } from './expect.ts'
import type { Row } from './variant.ts'

export const row12: Row = {
  row: 12,
  title: 'The CA itself is revoked',
  variants: [
    {
      slug: '12-intermediate',
      title: 'Intermediate on the root’s CRL',
      why: 'The CA vouches for the site, but its root has revoked the CA. Firefox checks no intermediate by itself.',
      leaf: { responders: ['ocsp'], crls: ['crl'], authority: 'revoked' },
      arrange: {},
      expect: revoked(['crl', 'onecrl'], 1),
    },
  ],
}
