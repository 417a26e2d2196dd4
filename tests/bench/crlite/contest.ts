import { shortDigest } from '../../../src/pki/short-digest.ts'
import type { Bytes } from '../../../src/pki/bytes.ts'
import { askCrlite, type CrliteSubject } from '../../../src/pki/crlite/ask.ts'
import { type Clubcard, openClubcard } from '../../../src/pki/crlite/clubcard.ts'
import type { FilterVersion } from '../../lab/crlite/encode-filter.ts'
import { randomBitFilters, type RandomFilters } from '../../lab/crlite/production-size.ts'
import { type PlainFilter, isRevokedIn, openPlain } from './plain.ts'

/** A full filter of production size and its deltas. */
export type Contest = {
  readonly version: FilterVersion
  readonly deltas: number
  readonly rounds: number
  readonly certificates: number
}

/** Milliseconds. */
export type Times = {
  readonly bytes: number
  /** The first time, before anything is compiled. */
  readonly openFirst: number
  readonly open: readonly number[]
  readonly plainOpen: readonly number[]
  /** One certificate over all filters, with the digests, one after the other. */
  readonly ask: readonly number[]
  readonly plainAsk: readonly number[]
  /** Of either: what WebCrypto takes for the two digests. */
  readonly digests: readonly number[]
}

/** Runs in a page of Firefox and in Node alike. */
export async function measure({ version, deltas, rounds, certificates }: Contest): Promise<Times> {
  const spkis = Array.from({ length: 969 }, () => crypto.getRandomValues(new Uint8Array(91)))
  const issuerKeyHashes = await Promise.all(spkis.map(sha256))
  const made = randomBitFilters(version, { deltas, issuerKeyHashes })
  const files = [made.full, ...made.deltas]
  const [openFirst = NaN] = timesOf(1, () => files.map(openClubcard))
  const open = timesOf(rounds, () => files.map(openClubcard))
  const plainOpen = timesOf(rounds, () => files.map(openPlain))
  const bytes = files.reduce((sum, { length }) => sum + length, 0)
  const filters = files.map(openClubcard)
  const plain = files.map(openPlain)
  const subjects = await unrevoked(filters, plain, subjectsOf(made, spkis, 2 * certificates))
  return {
    bytes,
    openFirst,
    open,
    plainOpen,
    ask: await eachTimeOf(subjects, (subject) => isGood(filters, subject)),
    digests: await eachTimeOf(subjects, async ({ certificate, issuer }) => {
      const hash = await digestOf(certificate.serial, await sha256(issuer.spki))
      return hash.length === 32
    }),
    plainAsk: await eachTimeOf(subjects, (subject) => isGoodPlainly(plain, subject)),
  }
}

function timesOf(rounds: number, run: () => unknown): readonly number[] {
  return Array.from({ length: rounds }, () => {
    const startedAt = performance.now()
    run()
    return performance.now() - startedAt
  })
}

async function eachTimeOf(
  subjects: readonly CrliteSubject[],
  run: (subject: CrliteSubject) => Promise<boolean>,
): Promise<readonly number[]> {
  const times: number[] = []
  for (const subject of subjects) {
    const startedAt = performance.now()
    const isRight = await run(subject)
    times.push(performance.now() - startedAt)
    if (!isRight) throw new Error('wrong answer')
  }
  return times
}

/** Of random bits some find revoked: they would be answered before all filters are asked. */
async function unrevoked(
  filters: readonly Clubcard[],
  plain: readonly PlainFilter[],
  subjects: readonly CrliteSubject[],
): Promise<readonly CrliteSubject[]> {
  const good: CrliteSubject[] = []
  for (const subject of subjects) {
    const isGoodHere = await isGood(filters, subject)
    if (isGoodHere !== (await isGoodPlainly(plain, subject))) throw new Error('two answers')
    if (isGoodHere) good.push(subject)
  }
  return good.slice(0, subjects.length / 2)
}

async function isGood(filters: readonly Clubcard[], subject: CrliteSubject): Promise<boolean> {
  return (await askCrlite(filters, subject, shortDigest)).kind === 'good'
}

async function isGoodPlainly(
  filters: readonly PlainFilter[],
  { certificate: { serial, scts }, issuer }: CrliteSubject,
): Promise<boolean> {
  const issuerKeyHash = await sha256(issuer.spki)
  const digest = await digestOf(serial, issuerKeyHash)
  return !filters.some((filter) => isRevokedIn(filter, { issuerKeyHash, scts, digest }))
}

function digestOf(serial: Bytes, issuerKeyHash: Bytes): Promise<Bytes> {
  return sha256(Uint8Array.of(...issuerKeyHash, ...serial))
}

async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

/** Each with two SCTs, from whichever logs. */
function subjectsOf(
  { logs, timestamp }: RandomFilters,
  spkis: readonly Bytes[],
  count: number,
): readonly CrliteSubject[] {
  const sctOf = (log: number) => ({ logId: logs[log % logs.length] ?? new Uint8Array(), timestamp })
  return Array.from({ length: count }, (_, n) => ({
    certificate: { serial: crypto.getRandomValues(new Uint8Array(16)), scts: [sctOf(n), sctOf(n * 7 + 1)] },
    issuer: { spki: spkis[(n * 31) % spkis.length] ?? new Uint8Array() },
  }))
}
