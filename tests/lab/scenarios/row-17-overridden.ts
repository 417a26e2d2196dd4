import { tolerated } from './expect.ts'
import type { Row } from './variant.ts'

const EXPECT = tolerated({ verdict: 'overridden' })

export const row17: Row = {
  row: 17,
  title: 'The user accepted the risk',
  variants: [
    {
      slug: '17-wrong-host',
      title: 'Certificate for another host',
      why: 'The chain is genuine but is not this host’s: the CRL that it names is not to be fetched.',
      leaf: { crls: ['crl'], misnamed: 'elsewhere.lab.test' },
      arrange: {},
      override: true,
      expect: EXPECT,
    },
    {
      slug: '17-wrong-host-ocsp',
      title: 'Certificate for another host, with a responder',
      why: 'The chain is genuine but is not this host’s: whom it names is not to be asked.',
      leaf: { responders: ['ocsp'], crls: ['crl'], misnamed: 'elsewhere.lab.test' },
      arrange: {},
      override: true,
      // Under a private CA Firefox itself asks the responder before it looks at the name.
      kinds: ['public'],
      expect: EXPECT,
    },
    {
      slug: '17-self-made-root',
      title: 'Root that nobody trusts',
      why: 'Anyone could have made this certificate: whom it names is not to be asked.',
      leaf: { responders: ['ocsp'], crls: ['crl'], authority: 'stranger' },
      arrange: {},
      override: true,
      expect: EXPECT,
    },
  ],
}
