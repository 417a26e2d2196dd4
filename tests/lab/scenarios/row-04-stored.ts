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
    {
      slug: '04-stored-either',
      title: 'Both cut off after a good visit',
      why: 'Row 3 with a memory: who comes onto the line after the first visit comes too late.',
      leaf: { responders: ['ocsp'], crls: ['crl'] },
      arrange: { responders: { ocsp: 'cut-off' }, crls: { crl: 'cut-off' } },
      prime: true,
      expect: verified('crl', 'ocsp'),
    },
  ],
}
