import { verified } from './expect.ts'
import type { Row } from './variant.ts'

export const row11: Row = {
  row: 11,
  title: 'Two responders',
  variants: [
    {
      slug: '11-first-dead',
      title: 'The first of two is dead',
      why: 'The certificate names two responders. Firefox only ever asks the first.',
      leaf: { responders: ['ocsp-1', 'ocsp-2'] },
      arrange: { responders: { 'ocsp-1': 'cut-off' } },
      expect: verified('ocsp'),
    },
  ],
}
