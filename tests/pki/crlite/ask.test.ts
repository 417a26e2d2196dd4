import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../../src/pki/bytes.ts'
import { askCrlite, askFilters, type CrliteAnswer, crliteQuery } from '../../../src/pki/crlite/ask.ts'
import { type Clubcard, openClubcard } from '../../../src/pki/crlite/clubcard.ts'
import type { FilterVersion } from '../../lab/crlite/encode-filter.ts'
import { fullFilter } from '../../lab/crlite/filter.ts'
import type { FilterPlan, LogCoverage } from '../../lab/crlite/plan.ts'
import { smallUniverse } from './samples.ts'
import { high, low } from './universes.ts'

const plan = smallUniverse()
const [issuer = { keyHash: new Uint8Array(), known: [], revoked: [] }] = plan.issuers
const [revoked = new Uint8Array()] = issuer.revoked
const good = issuer.known.at(-1) ?? new Uint8Array()
const [log = { logId: new Uint8Array(), low, high }] = plan.coverage
const stranger = new Uint8Array(32).fill(7)
const seenAt = (timestamp: number) => [{ logId: log.logId, timestamp }]
const inTime = { logId: log.logId, timestamp: high }

const orders = (filters: readonly Clubcard[]) => [filters, filters.toReversed()]

const notEnrolled: CrliteAnswer = { kind: 'unknown', cause: 'not-enrolled' }
const notCovered = (detail: string) => ({ kind: 'unknown', cause: 'not-covered', detail })

function filter(change: Partial<FilterPlan> = {}, version: FilterVersion = 4): Clubcard {
  return openClubcard(fullFilter({ ...plan, ...change }, version))
}

async function ask(
  filters: readonly Clubcard[],
  {
    serial = good,
    issuerKeyHash = issuer.keyHash,
    scts = [inTime],
  }: { serial?: Bytes; issuerKeyHash?: Bytes; scts?: readonly { logId: Bytes; timestamp: number }[] } = {},
): Promise<CrliteAnswer> {
  return askFilters(filters, await crliteQuery({ serial, issuerKeyHash, scts }, crypto.subtle))
}

describe.each([3, 4] as const)('a filter of version %i', (version) => {
  const filters = [filter({}, version)]

  it('knows who is revoked and who is not', async () => {
    expect(await ask(filters, { serial: revoked })).toEqual({ kind: 'revoked' })
    expect(await ask(filters)).toEqual({ kind: 'good' })
  })

  it('covers the first and the last timestamp of a log, and none outside', async () => {
    expect(await ask(filters, { scts: seenAt(low) })).toEqual({ kind: 'good' })
    expect(await ask(filters, { scts: seenAt(high) })).toEqual({ kind: 'good' })
    expect(await ask(filters, { scts: seenAt(low - 1) })).toEqual(notCovered('too-old'))
    expect(await ask(filters, { scts: seenAt(high + 1) })).toEqual(notCovered('too-new'))
  })

  it('says why it does not cover a certificate', async () => {
    const unknownLog = { logId: stranger, timestamp: high }
    expect(await ask(filters, { scts: [] })).toEqual(notCovered('no-sct'))
    expect(await ask(filters, { scts: [unknownLog] })).toEqual(notCovered('log-unknown'))
    expect(await ask(filters, { scts: [unknownLog, { ...inTime, timestamp: 0 }] })).toEqual(
      notCovered('too-old'),
    )
  })

  it('covers a certificate by any one of its SCTs', async () => {
    const scts = [{ logId: stranger, timestamp: high }, { ...inTime, timestamp: high + 1 }, inTime]
    expect(await ask(filters, { scts })).toEqual({ kind: 'good' })
  })

  it('is asked whether it covers before it is asked who is enrolled', async () => {
    expect(await ask(filters, { issuerKeyHash: stranger })).toEqual(notEnrolled)
    expect(await ask(filters, { issuerKeyHash: stranger, scts: [] })).toEqual(notCovered('no-sct'))
  })

  it('takes the sign byte of a serial for a part of it', async () => {
    const signed = issuer.revoked.find(([first]) => first === 0) ?? new Uint8Array()
    const all = [
      filter({ issuers: [{ ...issuer, known: [signed, signed.subarray(1)], revoked: [signed] }] }, version),
    ]
    expect(await ask(all, { serial: signed })).toEqual({ kind: 'revoked' })
    expect(await ask(all, { serial: signed.subarray(1) })).toEqual({ kind: 'good' })
  })
})

describe('several filters', () => {
  const later: LogCoverage = { ...log, high: high + 1000 }
  const revoking = filter()
  const allGood = filter(
    { issuers: plan.issuers.map((one) => ({ ...one, revoked: [] })), coverage: [later] },
    3,
  )
  const others = filter({ issuers: plan.issuers.slice(1) })
  const elsewhere = filter({ coverage: [{ ...log, logId: stranger }] })

  it.each(orders([revoking, allGood, others, elsewhere]))('say revoked if one does', async (...filters) => {
    expect(await ask(filters, { serial: revoked })).toEqual({ kind: 'revoked' })
  })

  it.each(orders([allGood, others, elsewhere]))(
    'say good if one does and none revoked',
    async (...filters) => {
      expect(await ask(filters, { serial: revoked })).toEqual({ kind: 'good' })
    },
  )

  it.each(orders([others, elsewhere]))('say not enrolled if one does and none more', async (...filters) => {
    expect(await ask(filters)).toEqual(notEnrolled)
  })

  it('say not covered if none does', async () => {
    expect(await ask([elsewhere])).toEqual(notCovered('log-unknown'))
    expect(await ask([])).toEqual(notCovered('log-unknown'))
  })

  it('find a certificate too new only if it is so for all', async () => {
    const scts = [{ ...inTime, timestamp: high + 1000 }]
    expect(await ask([revoking, allGood], { scts })).toEqual({ kind: 'good' })
    expect(await ask([revoking, elsewhere], { scts })).toEqual(notCovered('too-new'))
  })
})

describe('a certificate', () => {
  it('is asked about by its serial and the SHA-256 of the key of its issuer', async () => {
    const spki = Uint8Array.of(0x30, 0)
    const keyHash = new Uint8Array(await crypto.subtle.digest('SHA-256', spki))
    const filters = [filter({ issuers: [{ ...issuer, keyHash }] })]
    const answer = (serial: Bytes) =>
      askCrlite(filters, { certificate: { serial, scts: [inTime] }, issuer: { spki } }, crypto.subtle)
    expect(await answer(revoked)).toEqual({ kind: 'revoked' })
    expect(await answer(good)).toEqual({ kind: 'good' })
  })
})
