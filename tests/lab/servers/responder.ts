import { parseOcspRequest } from '../pki/ocsp.ts'
import { readBody } from './body.ts'
import { deliver, isDeliveryFault, misdeliver, type DeliveryFault } from './delivery-fault.ts'
import { answerOcsp, type OcspAnswer, type OcspQuestion } from './ocsp-answer.ts'
import type { Exchange, HostHandler } from './plain-http.ts'
import type { Switchable } from './switchable.ts'

export type ResponderBehaviour = OcspAnswer | DeliveryFault

export interface ResponderOptions {
  readonly host: string
  readonly port: number
  /** What stands before the request in the path of a GET. */
  readonly prefix: string
  readonly subject: Omit<OcspQuestion, 'hash' | 'now'>
  readonly behaviour: Switchable<ResponderBehaviour>
  readonly time: () => number
}

/** An OCSP responder over HTTP (RFC 6960 appendix A) that knows one certificate. */
export function responder(options: ResponderOptions): HostHandler {
  return async (exchange) => {
    const { host, port, behaviour } = options
    const der = await requestBytes(exchange, options.prefix)
    const delivery = {
      response: exchange.response,
      contentType: 'application/ocsp-response',
      host,
      port,
      path: exchange.path,
      answer: () => answerTo(der, options),
    }
    if (isDeliveryFault(behaviour.current)) await misdeliver(behaviour.current, delivery)
    else await deliver(delivery)
  }
}

const REQUEST_LIMIT = 64 * 1024

async function requestBytes({ request, path }: Exchange, prefix: string): Promise<Uint8Array> {
  if (request.method === 'POST') return (await readBody(request, REQUEST_LIMIT)).bytes
  const encoded = path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : ''
  return Buffer.from(decodeURIComponent(encoded), 'base64')
}

async function answerTo(der: Uint8Array, options: ResponderOptions): Promise<Uint8Array> {
  const { subject, time } = options
  const question = { ...subject, now: time() }
  const asked = parseOcspRequest(der)
  if (!asked) return answerOcsp('malformed-request', { ...question, hash: 'SHA-1' })
  const ours = asked.find(({ serial }) => serial.isEqual(subject.leaf.certificate.serialNumber))
  // RFC 5019 §2.2.3: the answer of a responder that has no records about the certificate.
  if (!ours) return answerOcsp('unauthorized', { ...question, hash: 'SHA-1' })
  const behaviour = options.behaviour.current
  return answerOcsp(isDeliveryFault(behaviour) ? 'good' : behaviour, { ...question, hash: ours.hash })
}
