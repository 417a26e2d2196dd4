import type { Issued } from '../pki/certificate.ts'
import { signCrl, type CrlEntry, type CrlPlan } from '../pki/crl.ts'
import { randomSerial } from '../pki/certificate.ts'
import { DAY, HOUR } from '../pki/time.ts'
import { isDeliveryFault, misdeliver, type DeliveryFault } from './delivery-fault.ts'
import { KEY_COMPROMISE } from './ocsp-answer.ts'
import type { HostHandler } from './plain-http.ts'
import { published, serveCrl, type PublishedCrl } from './published-crl.ts'
import type { Switchable } from './switchable.ts'

export type CrlAnswer =
  | 'good'
  | 'revoked'
  | 'expired'
  | 'from-the-future'
  | 'by-another-ca'
  | 'bad-signature'
  /** One part of a list that is cut in parts, but not the one that the certificate names. */
  | 'another-part'
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
  /** Entries that stand beside the one about `subject`, as DER. */
  readonly filler?: Uint8Array<ArrayBuffer>
}

export interface CrlServerOptions extends CrlSubject {
  readonly host: string
  readonly port: number
  readonly behaviour: Switchable<CrlBehaviour>
  readonly time: () => number
}

/** Publishes the CRL of one issuer. */
export function crlServer(options: CrlServerOptions): HostHandler {
  const publish = publisher(options)
  return async ({ request, response, path }) => {
    const { host, port, behaviour } = options
    request.resume()
    const { current } = behaviour
    if (!isDeliveryFault(current)) serveCrl(await publish(current), request, response)
    else {
      const answer = async () => (await publish('good')).der
      await misdeliver(current, { response, contentType: 'application/pkix-crl', host, port, path, answer })
    }
  }
}

/** CAs replace their lists some time before they end. */
const REISSUED_AFTER = 4 / 7

/** Signs a list where there is none, where it is to say something else, and where it is time for the next. */
function publisher(options: CrlServerOptions): (answer: CrlAnswer) => Promise<PublishedCrl> {
  let latest: { answer: CrlAnswer; at: number; crl: Promise<PublishedCrl> } | undefined
  return (answer) => {
    const now = options.time()
    if (latest?.answer !== answer || now - latest.at >= options.life * REISSUED_AFTER) {
      latest = { answer, at: now, crl: answerCrl(answer, options, now).then((der) => published(der, now)) }
    }
    return latest.crl
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
  'another-part': (subject, now) => ({ ...inOrder(subject, now), partOf: ANOTHER_PART }),
}

const ANOTHER_PART = 'http://crl.lab.test/another-part.crl'

function inOrder({ issuer, partOf, revokedAt, life, filler }: CrlSubject, now: number): CrlPlan {
  return {
    issuer,
    entries: [entry(randomSerial(), revokedAt)],
    thisUpdate: now - HOUR,
    nextUpdate: now - HOUR + life,
    ...(partOf !== undefined && { partOf }),
    ...(filler !== undefined && { filler }),
  }
}

function entry(serial: CrlEntry['serial'], at: number): CrlEntry {
  return { serial, at, reason: KEY_COMPROMISE }
}
