import { verified } from './expect.ts'
import type { Row } from './variant.ts'

export const row04: Row = {
  row: 4,
  title: 'The man in the middle comes too late',
  variants: [
    {
      slug: '04-stored-ocsp',
      title: 'Responder cut off after a good answer',
      why: 'The first visit stored an answer that counts for days; it still does when the responder is gone.',
      leaf: { responders: ['ocsp'] },
      arrange: { responders: { ocsp: 'cut-off' } },
      prime: true,
      expect: verified('ocsp'),
    },
    {
      slug: '04-stored-crl',
      title: 'CRL cut off after a good one',
      why: 'The first visit stored a CRL that counts for days; it still does when the list is gone.',
      leaf: { crls: ['crl'] },
      arrange: { crls: { crl: 'cut-off' } },
      prime: true,
      expect: verified('crl'),
    },
  ],
}
