import { byKind, refused, unverified, verified } from './expect.ts'
import type { LeafPlan, Row } from './variant.ts'

const MUST_STAPLE: LeafPlan = { responders: ['ocsp'], mustStaple: true }

export const row13: Row = {
  row: 13,
  title: 'Stapling',
  variants: [
    {
      slug: '13-stapled',
      title: 'Must-staple, with a good staple',
      why: 'The server sends the responder’s answer along. Firefox hides it from add-ons, so the responder is asked.',
      leaf: MUST_STAPLE,
      arrange: { staple: 'good' },
      expect: verified('ocsp'),
    },
    {
      slug: '13-missing',
      title: 'Must-staple, without a staple',
      why: 'The certificate demands a staple and the server sends none.',
      leaf: MUST_STAPLE,
      arrange: {},
      expect: refused('MOZILLA_PKIX_ERROR_REQUIRED_TLS_FEATURE_MISSING'),
    },
    {
      slug: '13-staple-revoked',
      title: 'Staple says revoked',
      why: 'The server itself brings the news.',
      leaf: { responders: ['ocsp'] },
      arrange: { staple: 'revoked', responders: { ocsp: 'revoked' } },
      expect: refused('SEC_ERROR_REVOKED_CERTIFICATE'),
    },
    {
      slug: '13-staple-try-later',
      title: 'Staple says tryLater, responder dead',
      why: 'What Apache does in an outage of the responder: it staples a tryLater of its own making.',
      leaf: { responders: ['ocsp'] },
      arrange: { staple: 'try-later', responders: { ocsp: 'cut-off' } },
      expect: byKind(unverified('responder-unreachable'), refused('SEC_ERROR_OCSP_TRY_SERVER_LATER')),
    },
  ],
}
