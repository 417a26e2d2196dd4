import type { Authority } from '../pki/authority.ts'
import { randomSerial, type Issued } from '../pki/certificate.ts'
import {
  refusal,
  signOcspResponse,
  type CertIdHash,
  type CertStatus,
  type OcspPlan,
  type RefusalStatus,
  type SinglePlan,
} from '../pki/ocsp.ts'
import { DAY, HOUR } from '../pki/time.ts'

/** Everything that a responder may have to say. The last nine are in order and must be believed. */
export type OcspAnswer =
  | RefusalStatus
  | 'revoked'
  | 'unknown'
  | 'expired'
  | 'from-the-future'
  | 'other-serial'
  | 'by-another-ca'
  | 'bad-signature'
  | 'by-delegate-without-purpose'
  | 'by-expired-delegate'
  | 'replayed'
  | 'good'
  | 'by-delegate'
  | 'by-key-hash'
  | 'by-delegate-key-hash'
  | 'several'
  | 'sha1-certid'
  | 'sha256-certid'
  | 'no-next-update'

export interface OcspQuestion {
  readonly leaf: Issued
  readonly authority: Authority
  /** Another CA of the same tree, with no say over the leaf. */
  readonly otherCa: Issued
  readonly revokedAt: number
  readonly hash: CertIdHash
  readonly now: number
}

export async function answerOcsp(answer: OcspAnswer, question: OcspQuestion): Promise<Uint8Array> {
  const made = ANSWERS[answer]
  return typeof made === 'string' ? refusal(made) : signOcspResponse(made(question))
}

/** RFC 5280 §5.3.1. */
export const KEY_COMPROMISE = 1

const GOOD: CertStatus = { kind: 'good' }

const ANSWERS: Readonly<Record<OcspAnswer, RefusalStatus | ((question: OcspQuestion) => OcspPlan)>> = {
  'malformed-request': 'malformed-request',
  'internal-error': 'internal-error',
  'try-later': 'try-later',
  'signature-required': 'signature-required',
  unauthorized: 'unauthorized',

  good: (question) => byCa(question),
  revoked: (question) =>
    byCa(question, { status: { kind: 'revoked', at: question.revokedAt, reason: KEY_COMPROMISE } }),
  unknown: (question) => byCa(question, { status: { kind: 'unknown' } }),

  expired: (question) => byCa(question, between(question, -8 * DAY, -1 * DAY - HOUR)),
  // Firefox itself allows the clock a whole day.
  'from-the-future': (question) => byCa(question, between(question, 2 * DAY, 6 * DAY)),
  'other-serial': (question) => byCa(question, { serial: randomSerial() }),
  replayed: (question) => byCa(question, between(question, -12 * DAY, -5 * DAY)),

  'by-another-ca': (question) => ({
    ...byCa(question),
    signer: question.otherCa,
    certificates: [question.otherCa],
  }),
  'bad-signature': (question) => ({ ...byCa(question), tampered: true }),

  'by-delegate': (question) => by(question.authority.delegate, question),
  'by-delegate-without-purpose': (question) => by(question.authority.impostor, question),
  'by-expired-delegate': (question) => by(question.authority.formerDelegate, question),
  'by-key-hash': (question) => ({ ...byCa(question), responderId: 'key' }),
  'by-delegate-key-hash': (question) => ({
    ...by(question.authority.delegate, question),
    responderId: 'key',
  }),

  several: (question) => {
    const other = (status: CertStatus) => single(question, { serial: randomSerial(), status })
    const ours = single(question)
    const singles = [
      other({ kind: 'revoked', at: question.revokedAt, reason: KEY_COMPROMISE }),
      ours,
      other(GOOD),
    ]
    return { ...byCa(question), singles }
  },
  'sha1-certid': (question) => byCa(question, { hash: 'SHA-1' }),
  'sha256-certid': (question) => byCa(question, { hash: 'SHA-256' }),
  'no-next-update': (question) => {
    const { nextUpdate: _, ...rest } = single(question)
    return { ...byCa(question), singles: [rest] }
  },
}

function byCa(question: OcspQuestion, change: Partial<SinglePlan> = {}): OcspPlan {
  const only = single(question, change)
  return { signer: question.authority.ca, producedAt: only.thisUpdate, singles: [only] }
}

function by(delegate: Issued, question: OcspQuestion): OcspPlan {
  return { ...byCa(question), signer: delegate, certificates: [delegate] }
}

function single({ leaf, authority, hash, now }: OcspQuestion, change: Partial<SinglePlan> = {}): SinglePlan {
  return {
    issuer: authority.ca,
    serial: leaf.certificate.serialNumber,
    hash,
    status: GOOD,
    thisUpdate: now - HOUR,
    nextUpdate: now + 4 * DAY,
    ...change,
  }
}

function between({ now }: OcspQuestion, from: number, to: number): Partial<SinglePlan> {
  return { thisUpdate: now + from, nextUpdate: now + to }
}
