import { verified } from './expect.ts'
import type { Row } from './variant.ts'

export const row16: Row = {
  row: 16,
  title: 'No forward secrecy',
  variants: [
    {
      slug: '16-static-rsa',
      title: 'Static RSA key exchange',
      why: 'Whoever recorded the traffic and gets hold of the key, even years later, reads it all. The certificate is good.',
      leaf: { responders: ['ocsp'], key: 'rsa2048' },
      handshake: 'static-rsa',
      arrange: {},
      expect: verified('ocsp'),
    },
  ],
}
