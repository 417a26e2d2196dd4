import { unverified } from './expect.ts'
import type { Row } from './variant.ts'

export const row03: Row = {
  row: 3,
  title: 'The man in the middle',
  variants: [
    {
      slug: '03-cut-off',
      title: 'Responder and CRL cut off',
      why: 'Who holds a stolen key and sits on the line cuts off everyone who could say that it is revoked.',
      leaf: { responders: ['ocsp'], crls: ['crl'] },
      arrange: { responders: { ocsp: 'cut-off' }, crls: { crl: 'cut-off' } },
      expect: unverified('responder-unreachable'),
    },
  ],
}
