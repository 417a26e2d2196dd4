import type { Cause } from '../../../src/policy/cause.ts'
import type { CrlBehaviour } from '../servers/crl-server.ts'
import type { OcspAnswer } from '../servers/ocsp-answer.ts'
import { unverified } from './expect.ts'
import type { Row, Variant } from './variant.ts'

export const row09: Row = {
  row: 9,
  title: 'A good answer that must not be believed',
  variants: [
    answer('expired', 'Expired', 'counted until yesterday', 'expired'),
    answer('from-the-future', 'From the future', 'counts from the day after tomorrow', 'not-yet-valid'),
    answer('other-serial', 'For another certificate', 'is about another serial number', 'wrong-certificate'),
    answer(
      'by-another-ca',
      'By another CA',
      'is signed by a CA that did not issue the certificate',
      'responder-not-authorized',
    ),
    byDoubtfulDelegate('revoked', 'By a revoked delegate', 'lists it'),
    byDoubtfulDelegate('cut-off', 'By a delegate that nobody can check', 'cannot be fetched'),
    answer('bad-signature', 'Bad signature', 'was changed after it was signed', 'bad-signature'),
    answer(
      'by-delegate-without-purpose',
      'By a delegate without the purpose',
      'is signed by a certificate of the CA’s that is not meant for OCSP',
      'responder-not-authorized',
    ),
    answer(
      'by-expired-delegate',
      'By an expired delegate',
      'is signed by a responder whose certificate expired yesterday',
      'responder-not-authorized',
    ),
    answer(
      'replayed',
      'Replayed',
      'is genuine, but from before the certificate was revoked; someone kept it',
      'expired',
    ),
  ],
}

function byDoubtfulDelegate(crl: CrlBehaviour, title: string, what: string): Variant {
  return {
    slug: `09-by-${crl}-delegate`,
    title,
    why: `A delegate without ocsp-nocheck signed the answer; the CRL that its certificate names ${what}.`,
    leaf: { responders: ['ocsp'], delegateCrls: ['crl-delegate'] },
    arrange: { responders: { ocsp: 'by-delegate' }, crls: { 'crl-delegate': crl } },
    expect: unverified('responder-not-authorized'),
  }
}

function answer(behaviour: OcspAnswer, title: string, what: string, cause: Cause): Variant {
  return {
    slug: `09-${behaviour}`,
    title,
    why: `The answer says good and ${what}.`,
    // Old enough to have had the old answers.
    leaf: { responders: ['ocsp'], validity: [-30, 60] },
    arrange: { responders: { ocsp: behaviour } },
    expect: unverified(cause),
  }
}
