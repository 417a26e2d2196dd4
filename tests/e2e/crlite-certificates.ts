import type { Bytes } from '../../src/pki/bytes.ts'
import type { Certificate } from '../../src/pki/certificate/certificate.ts'
import { parseCertificate } from '../../src/pki/certificate/parse.ts'
import type { FilterPlan, IssuerPlan, LogCoverage } from '../lab/crlite/plan.ts'
import { encodeSctList, type SctTime } from '../lab/crlite/sct-list.ts'
import {
  authorityInfoAccess,
  buildCertificate,
  day,
  extension,
  isCa,
  keyCertSignAndCrlSign,
  name,
  serverAuth,
} from '../pki/build/certificate.ts'
import { octets, url } from '../pki/build/der.ts'
import { ecdsaKey, type Key } from '../pki/build/keys.ts'

export interface Issued {
  readonly certificate: Certificate
  readonly issuer: Certificate
}

/** Keys for the issuers of a plan. */
export async function keysFor({ issuers }: FilterPlan): Promise<readonly Key[]> {
  return Promise.all(issuers.map(() => ecdsaKey()))
}

/** The plan with the issuers that have these keys. */
export async function withKeys(plan: FilterPlan, keys: readonly Key[]): Promise<FilterPlan> {
  const hashes = await Promise.all(keys.map(({ spki }) => crypto.subtle.digest('SHA-256', spki)))
  const issuers = plan.issuers.map((issuer, n): IssuerPlan => {
    const { known, revoked, inverted } = issuer
    const keyHash = new Uint8Array(hashes[n] ?? [])
    return { keyHash, known, revoked, ...(inverted !== undefined && { inverted }) }
  })
  return { ...plan, issuers }
}

/** Every certificate of the plan, in its order. Most of them are covered. */
export async function issueAll(
  { issuers, coverage }: FilterPlan,
  keys: readonly Key[],
): Promise<readonly Issued[]> {
  const issued = await Promise.all(
    keys.map(async (key, n) => {
      const subject = name(`CRLite CA ${n}`)
      const issuer = await issue({
        subject,
        issuer: subject,
        key,
        serial: [1],
        extensions: [isCa(), keyCertSignAndCrlSign()],
      })
      const known = issuers[n]?.known ?? []
      return Promise.all(
        known.map(async (serial, i) => {
          const extensions = leafExtensions(sctsOf(i, coverage))
          const leaf = {
            subject: name(`${n}-${i}.test`),
            issuer: subject,
            key,
            serial: [...serial],
            extensions,
          }
          return { certificate: await issue(leaf), issuer }
        }),
      )
    }),
  )
  return issued.flat()
}

interface Plan {
  readonly subject: Bytes
  readonly issuer: Bytes
  readonly key: Key
  readonly serial: readonly number[]
  readonly extensions: readonly Bytes[]
}

async function issue(plan: Plan): Promise<Certificate> {
  const now = Date.now()
  const validity = { notBefore: now - 50 * day, notAfter: now + 40 * day }
  return parseCertificate(await buildCertificate({ ...plan, ...validity, signer: plan.key }))
}

function leafExtensions(scts: readonly SctTime[]): readonly Bytes[] {
  // Where nobody ever answers.
  const responder = authorityInfoAccess([['1.3.6.1.5.5.7.48.1', url('http://127.0.0.1:9/')]])
  return [serverAuth(), responder, extension('1.3.6.1.4.1.11129.2.4.2', octets(encodeSctList(scts)))]
}

/** In turn too new, too old, of a log that nobody knows, two of which one is covered, and the two ends of a log. */
function sctsOf(i: number, coverage: readonly LogCoverage[]): readonly SctTime[] {
  const [log, other] = coverage
  if (log === undefined || other === undefined) throw new Error('two logs are needed')
  const at = (timestamp: number) => [{ logId: log.logId, timestamp }]
  const turns = [
    at(log.high + 1),
    at(log.low - 1),
    [{ logId: new Uint8Array(32), timestamp: log.high }],
    [...at(log.high + 1), { logId: other.logId, timestamp: other.low }],
    at(log.low),
  ]
  return turns[i % 12] ?? at(log.high)
}
