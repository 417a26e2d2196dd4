import type { Bytes } from '../../../src/pki/bytes.ts'
import { askFilters, type CrliteAnswer, crliteQuery } from '../../../src/pki/crlite/ask.ts'
import type { Clubcard } from '../../../src/pki/crlite/clubcard.ts'
import type { FilterPlan } from '../../lab/crlite/plan.ts'
import { randomUniverse } from '../../lab/crlite/universe.ts'

export const low = Date.UTC(2025, 0)
export const high = Date.UTC(2026, 5)

/** Issuers that have revoked few, many, none, all, or all but few of their certificates. */
export function variedUniverse(seed: number): FilterPlan {
  return randomUniverse({
    seed,
    low,
    high,
    issuers: [
      { known: 1500, revoked: 0.01 },
      { known: 1500, revoked: 0.001 },
      { known: 400, revoked: 0.3 },
      { known: 60, revoked: 0 },
      { known: 60, revoked: 1 },
      { known: 300, revoked: 0.7 },
      { known: 300, revoked: 0.98, inverted: true },
      { known: 1, revoked: 0 },
      { known: 1, revoked: 1 },
      { known: 2, revoked: 0.5 },
    ],
  })
}

/** What the filters say about a certificate that the first log of the plan has seen in time. */
export async function answerAbout(
  filters: readonly Clubcard[],
  { coverage }: FilterPlan,
  issuerKeyHash: Bytes,
  serial: Bytes,
): Promise<CrliteAnswer> {
  const scts = coverage.slice(0, 1).map(({ logId, low }) => ({ logId, timestamp: low }))
  return askFilters(filters, await crliteQuery({ issuerKeyHash, serial, scts }, crypto.subtle))
}

/** The certificates of which the filters say anything but what is planned, in hex. */
export async function errorsIn(filters: readonly Clubcard[], plan: FilterPlan): Promise<readonly string[]> {
  const errors: string[] = []
  for (const { keyHash, known, revoked } of plan.issuers) {
    const ofRevoked = new Set(revoked.map(String))
    for (const serial of known) {
      const { kind } = await answerAbout(filters, plan, keyHash, serial)
      const expected = ofRevoked.has(String(serial)) ? 'revoked' : 'good'
      if (kind !== expected) errors.push(`${Buffer.from(serial).toString('hex')} is ${kind}, not ${expected}`)
    }
  }
  return errors
}
