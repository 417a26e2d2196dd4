import { BasicOCSPResponse, Certificate, OCSPResponse } from 'pkijs'
import { createIndexedDocuments } from '../../../src/browser/documents/indexed-documents.ts'
import { believeNoDelegate } from '../../../src/browser/sources/delegate.ts'
import { createOcspSource } from '../../../src/browser/sources/ocsp-source.ts'
import { fromBase64 } from '../../../src/browser/storage/base64.ts'
import { systemClock as clock } from '../../../src/browser/system-clock.ts'
import { parseCertificate } from '../../../src/pki/certificate/parse.ts'
import { checkOcspResponse } from '../../../src/pki/ocsp/status.ts'
import { Cancellation } from '../../../src/policy/cancellation.ts'
import { freshnessFor } from '../../../src/policy/freshness.ts'
import type { Inquiry, Subject } from '../../../src/policy/source.ts'
import { race } from '../race.ts'

/** A response about a certificate; DER in base64. */
export type Contest = {
  readonly certificate: string
  readonly issuer: string
  readonly response: string
  readonly rounds: number
}

/** Milliseconds in each round. */
export type Times = {
  /** The stored response, found and checked, as the add-on does it. */
  readonly stored: readonly number[]
  readonly check: readonly number[]
  readonly pkijs: readonly number[]
}

/** Runs in a page of Firefox and in Node alike. */
export async function measure({ rounds, ...contest }: Contest): Promise<Times> {
  const crypto = globalThis.crypto.subtle
  const response = fromBase64(contest.response)
  const issuerDer = fromBase64(contest.issuer)
  const subject: Subject = {
    certificate: parseCertificate(fromBase64(contest.certificate)),
    issuer: parseCertificate(issuerDer),
    role: 'leaf',
    isBuiltInRoot: true,
  }
  const inquiry = inquiryAt(clock.now())

  const disk = createIndexedDocuments(clock.now)
  const source = createOcspSource({
    clock,
    crypto,
    documents: () => disk,
    retrieve: () => Promise.resolve({ kind: 'bytes', bytes: response }),
    checkDelegate: believeNoDelegate,
  })
  // Puts the response into the store, under the name that it has there.
  await source.ask(subject, inquiry)

  const trustedCerts = [Certificate.fromBER(issuerDer)]
  const [stored = [], check = [], pkijs = []] = await race(
    [
      {
        name: 'stored',
        run: async () => {
          const evidence = await source.recall(subject, inquiry)
          return evidence?.obtained === 'stored' && evidence.status.kind === 'good'
        },
      },
      {
        name: 'check',
        run: async () => {
          const { now, freshness } = inquiry
          return (
            (await checkOcspResponse(response, subject, { now, freshness, crypto })).status.kind === 'good'
          )
        },
      },
      { name: 'pkijs', run: () => verifyWithPkijs(response, trustedCerts) },
    ],
    { rounds, warmUp: 50 },
  )
  return { stored, check, pkijs }
}

function inquiryAt(now: number): Inquiry {
  return {
    now,
    freshness: freshnessFor('leaf', 'guard'),
    cancellation: new Cancellation(),
    isPrivate: false,
    renew: false,
    isBackground: false,
  }
}

/** Says who signed, not what: whether the certificate is good would have to be read besides. */
async function verifyWithPkijs(der: Uint8Array<ArrayBuffer>, trustedCerts: Certificate[]): Promise<boolean> {
  const { responseBytes } = OCSPResponse.fromBER(der)
  if (responseBytes === undefined) return false
  const basic = BasicOCSPResponse.fromBER(responseBytes.response.getValue())
  return basic.verify({ trustedCerts })
}
