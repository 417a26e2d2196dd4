import { tolerated } from './expect.ts'
import type { LeafPlan, Row } from './variant.ts'

const SIX_DAYS: LeafPlan = { validity: [-1, 5] }

export const row14: Row = {
  row: 14,
  title: 'Short-lived',
  variants: [
    {
      slug: '14-dead-responder',
      title: 'Six days, responder dead',
      why: 'A CA owes no revocation data for a certificate this short; that the one place to ask is dead is no alarm.',
      leaf: { ...SIX_DAYS, responders: ['ocsp'] },
      arrange: { responders: { ocsp: 'cut-off' } },
      expect: tolerated({ verdict: 'exempt' }),
    },
    {
      slug: '14-no-pointer',
      title: 'Six days, nobody to ask',
      why: 'A CA owes no revocation data for a certificate this short, and this one names none.',
      leaf: SIX_DAYS,
      arrange: {},
      expect: tolerated({ verdict: 'exempt' }),
    },
  ],
}
