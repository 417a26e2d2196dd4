import type { Cause } from '../../../src/policy/cause.ts'
import type { OcspAnswer } from '../servers/ocsp-answer.ts'
import { byKind, refused, unverified } from './expect.ts'
import type { Row, Variant } from './variant.ts'

export const row08: Row = {
  row: 8,
  title: 'The responder will not say',
  variants: [
    refusal('try-later', 'tryLater', 'try-later'),
    refusal('unauthorized', 'unauthorized', 'unauthorized'),
    refusal('internal-error', 'internalError', 'internal-error'),
    refusal('signature-required', 'sigRequired', 'signature-required'),
    refusal('malformed-request', 'malformedRequest', 'malformed-request'),
    {
      ...refusal('unknown', 'Unknown certificate', 'unknown-to-ca'),
      why: 'A signed answer: the CA does not know this certificate. Perhaps it never issued it.',
      expect: byKind(unverified('unknown-to-ca'), refused('SEC_ERROR_OCSP_UNKNOWN_CERT')),
    },
  ],
}

function refusal(behaviour: OcspAnswer, title: string, cause: Cause): Variant {
  return {
    slug: `08-${behaviour}`,
    title,
    why: `The responder answers ${title}, which nobody signs: anyone on the line can say so.`,
    leaf: { responders: ['ocsp'] },
    arrange: { responders: { ocsp: behaviour } },
    expect: unverified(cause),
  }
}
