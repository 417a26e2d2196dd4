import type { Issued } from '../pki/certificate.ts'
import { signCrl, type CrlEntry, type CrlPlan } from '../pki/crl.ts'
import { randomSerial } from '../pki/certificate.ts'
import { DAY, HOUR } from '../pki/time.ts'
import { deliver, isDeliveryFault, misdeliver, type DeliveryFault } from './delivery-fault.ts'
import { KEY_COMPROMISE } from './ocsp-answer.ts'
import type { HostHandler } from './plain-http.ts'
import type { Switchable } from './switchable.ts'

export type CrlAnswer = 'good' | 'revoked' | 'expired' | 'from-the-future' | 'by-another-ca' | 'bad-signature'
export type CrlBehaviour = CrlAnswer | DeliveryFault

export interface CrlSubject {
  /** The certificate that `revoked` puts on the list. */
  readonly subject: Issued
  readonly issuer: Issued
  readonly otherCa: Issued
  readonly revokedAt: number
  readonly partOf?: string
  /** How long a list counts. */
  readonly life: number
}

export interface CrlServerOptions extends CrlSubject {
  readonly host: string
  readonly port: number
  readonly behaviour: Switchable<CrlBehaviour>
}

/** Publishes the CRL of one issuer. */
export function crlServer(options: CrlServerOptions): HostHandler {
  return async ({ request, response, path }) => {
    const { host, port, behaviour } = options
    request.resume()
    const answer = isDeliveryFault(behaviour.current) ? 'good' : behaviour.current
    const delivery = {
      response,
      contentType: 'application/pkix-crl',
      host,
      port,
      path,
      answer: () => answerCrl(answer, options, Date.now()),
    }
    if (isDeliveryFault(behaviour.current)) await misdeliver(behaviour.current, delivery)
    else await deliver(delivery)
  }
}

export function answerCrl(answer: CrlAnswer, subject: CrlSubject, now: number): Promise<Uint8Array> {
  return signCrl(ANSWERS[answer](subject, now))
}

const ANSWERS: Readonly<Record<CrlAnswer, (subject: CrlSubject, now: number) => CrlPlan>> = {
  good: inOrder,
  revoked: (subject, now) => {
    const serial = subject.subject.certificate.serialNumber
    const plan = inOrder(subject, now)
    return { ...plan, entries: [...plan.entries, entry(serial, subject.revokedAt)] }
  },
  expired: (subject, now) => ({
    ...inOrder(subject, now),
    thisUpdate: now - 8 * DAY,
    nextUpdate: now - DAY - HOUR,
  }),
  'from-the-future': (subject, now) => ({
    ...inOrder(subject, now),
    thisUpdate: now + 2 * DAY,
    nextUpdate: now + 6 * DAY,
  }),
  'by-another-ca': (subject, now) => ({ ...inOrder(subject, now), signer: subject.otherCa }),
  'bad-signature': (subject, now) => ({ ...inOrder(subject, now), tampered: true }),
}

function inOrder({ issuer, partOf, revokedAt, life }: CrlSubject, now: number): CrlPlan {
  return {
    issuer,
    entries: [entry(randomSerial(), revokedAt)],
    thisUpdate: now - HOUR,
    nextUpdate: now - HOUR + life,
    ...(partOf !== undefined && { partOf }),
  }
}

function entry(serial: CrlEntry['serial'], at: number): CrlEntry {
  return { serial, at, reason: KEY_COMPROMISE }
}
