import type { Bytes } from '../../../src/pki/bytes.ts'
import { day, extension, now, signed } from './certificate.ts'
import { enumerated, integer, sequence, tagged, utcTime } from './der.ts'
import type { Key } from './keys.ts'

export interface CrlPlan {
  readonly signer: Key
  readonly issuer: Bytes
  readonly entries?: readonly Bytes[]
  readonly extensions?: readonly Bytes[]
  readonly thisUpdate?: number
  readonly nextUpdate?: number | undefined
  /** In place of the field as it should be. */
  readonly version?: readonly Bytes[]
  readonly innerAlgorithm?: Bytes
}

export async function buildCrl(plan: CrlPlan): Promise<Bytes> {
  const { signer, entries = [], extensions = [crlNumber()], thisUpdate = now - day } = plan
  const nextUpdate = 'nextUpdate' in plan ? plan.nextUpdate : now + 3 * day
  const tbs = sequence(
    ...(plan.version ?? [integer(1)]),
    plan.innerAlgorithm ?? signer.algorithm,
    plan.issuer,
    utcTime(thisUpdate),
    ...(nextUpdate === undefined ? [] : [utcTime(nextUpdate)]),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
    ...(extensions.length > 0 ? [tagged(0, sequence(...extensions))] : []),
  )
  return signed(tbs, signer)
}

export function entry(serial: Bytes | readonly number[], at: number, ...extensions: Bytes[]): Bytes {
  return sequence(
    integer(...serial),
    utcTime(at),
    ...(extensions.length > 0 ? [sequence(...extensions)] : []),
  )
}

export const reasonCode = (reason: number) => extension('2.5.29.21', enumerated(reason))
export const crlNumber = (...bytes: number[]) =>
  extension('2.5.29.20', integer(...(bytes.length > 0 ? bytes : [7])))
export const issuingDistributionPoint = (...fields: Bytes[]) =>
  extension('2.5.29.28', sequence(...fields), true)
