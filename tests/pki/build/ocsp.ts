import type { Bytes } from '../../../src/pki/bytes.ts'
import type { Certificate } from '../../../src/pki/certificate/certificate.ts'
import { now, signed } from './certificate.ts'
import {
  enumerated,
  generalizedTime,
  implicit,
  integer,
  nothing,
  octets,
  oid,
  sequence,
  tagged,
  tlv,
} from './der.ts'
import { type Hash, hashOids, type Key } from './keys.ts'

export interface SinglePlan {
  readonly subject: { readonly certificate: Certificate; readonly issuer: Certificate }
  readonly hash?: Hash
  readonly status?: Bytes
  readonly thisUpdate?: number
  readonly nextUpdate?: number | undefined
  readonly extensions?: readonly Bytes[]
  /** In place of the CertID as it should be. */
  readonly certId?: Bytes
}

export interface ResponsePlan {
  readonly signer: Key
  readonly responderId: Bytes
  readonly singles: readonly Bytes[]
  readonly producedAt?: number
  readonly version?: readonly Bytes[]
  readonly extensions?: readonly Bytes[]
  readonly certificates?: readonly Bytes[]
  /** After the last field of ResponseData. */
  readonly trailing?: readonly Bytes[]
}

const hour = 3_600_000

export const good = () => implicit(0, new Uint8Array())
export const unknownStatus = () => implicit(2, new Uint8Array())
export const revoked = (at: number, reason?: number) =>
  tagged(1, generalizedTime(at), ...(reason === undefined ? [] : [tagged(0, enumerated(reason))]))

export async function single(plan: SinglePlan): Promise<Bytes> {
  const { subject, hash = 'SHA-1', thisUpdate = now - hour, extensions = [] } = plan
  const nextUpdate = 'nextUpdate' in plan ? plan.nextUpdate : now + 24 * hour
  return sequence(
    plan.certId ?? (await certId(subject, hash)),
    plan.status ?? good(),
    generalizedTime(thisUpdate),
    ...(nextUpdate === undefined ? [] : [tagged(0, generalizedTime(nextUpdate))]),
    ...(extensions.length > 0 ? [tagged(1, sequence(...extensions))] : []),
  )
}

export async function certId(
  { certificate, issuer }: SinglePlan['subject'],
  hash: Hash = 'SHA-1',
): Promise<Bytes> {
  return sequence(
    sequence(oid(hashOids[hash]), nothing()),
    octets(await digest(hash, issuer.subject)),
    octets(await digest(hash, issuer.publicKey)),
    tlv(0x02, certificate.serial),
  )
}

export const byName = (name: Bytes) => tagged(1, name)
export const byKey = async ({ publicKey }: Certificate) => tagged(2, octets(await digest('SHA-1', publicKey)))

export async function ocspResponse(plan: ResponsePlan): Promise<Bytes> {
  const { producedAt = now - hour, version = [], extensions = [], certificates = [] } = plan
  const tbs = sequence(
    ...version,
    plan.responderId,
    generalizedTime(producedAt),
    sequence(...plan.singles),
    ...(extensions.length > 0 ? [tagged(1, sequence(...extensions))] : []),
    ...(plan.trailing ?? []),
  )
  const after = certificates.length > 0 ? [tagged(0, sequence(...certificates))] : []
  return successful(await signed(tbs, plan.signer, plan.signer.algorithm, ...after))
}

export function successful(basic: Bytes, type = '1.3.6.1.5.5.7.48.1.1'): Bytes {
  return sequence(enumerated(0), tagged(0, sequence(oid(type), octets(basic))))
}

export const errorResponse = (status: number) => sequence(enumerated(status))

export const version = (number: number) => [tagged(0, integer(number))]

async function digest(hash: Hash, bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest(hash, bytes))
}
