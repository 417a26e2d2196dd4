import { verified } from './expect.ts'
import type { Row } from './variant.ts'

export const row01: Row = {
  row: 1,
  title: 'In order',
  variants: [
    {
      slug: '01-ocsp',
      title: 'OCSP good',
      why: 'The responder vouches for the certificate with an answer that its CA signed an hour ago.',
      leaf: { responders: ['ocsp'] },
      arrange: {},
      expect: verified('ocsp'),
    },
    {
      slug: '01-ocsp-rsa',
      title: 'OCSP good, RSA throughout',
      why: 'The same with RSA keys for the intermediate CA, which signs the answer, and for the site.',
      leaf: { responders: ['ocsp'], authority: 'rsa', key: 'rsa2048' },
      arrange: {},
      expect: verified('ocsp'),
    },
    {
      slug: '01-crl-and-ocsp',
      title: 'CRL and OCSP, both good',
      why: 'The CRL is asked first: it does not tell the CA which of its sites is being visited.',
      leaf: { responders: ['ocsp'], crls: ['crl'] },
      arrange: {},
      expect: verified('crl', 'ocsp'),
    },
  ],
}
