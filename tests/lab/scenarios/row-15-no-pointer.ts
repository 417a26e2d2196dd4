import { byKind, tolerated, unverified } from './expect.ts'
import type { Row } from './variant.ts'

export const row15: Row = {
  row: 15,
  title: 'Nobody to ask',
  variants: [
    {
      slug: '15-no-pointer',
      title: 'No CRL, no responder',
      why: 'Public CAs must name a CRL or a responder; company and home CAs often have neither.',
      leaf: {},
      arrange: {},
      expect: byKind(unverified('no-pointer'), tolerated({ verdict: 'unverifiable', cause: 'no-pointer' })),
    },
  ],
}
