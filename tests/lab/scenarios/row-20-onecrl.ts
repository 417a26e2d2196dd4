import { revoked } from './expect.ts'
import type { Row } from './variant.ts'

export const row20: Row = {
  row: 20,
  title: 'OneCRL',
  variants: [
    {
      slug: '20-intermediate',
      title: 'The CA is listed',
      why: 'Mozilla lists the intermediate, by its issuer and serial, though its root’s CRL does not.',
      leaf: { responders: ['ocsp'], crls: ['crl'], authority: 'listed' },
      arrange: {},
      expect: revoked(['onecrl'], 1),
    },
    {
      slug: '20-key',
      title: 'The key of the CA is listed',
      why: 'Mozilla lists the key of the intermediate. The record says that it is not enabled, which means nothing.',
      leaf: { responders: ['ocsp'], crls: ['crl'], authority: 'key-listed' },
      arrange: {},
      expect: revoked(['onecrl'], 1),
    },
    {
      slug: '20-leaf',
      title: 'The site’s own certificate is listed',
      why: 'Its CA still vouches for it, and Mozilla has listed it.',
      leaf: { responders: ['ocsp'], crls: ['crl'], inOneCrl: true },
      arrange: {},
      expect: revoked(['onecrl']),
    },
  ],
}
