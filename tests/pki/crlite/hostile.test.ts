import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../../src/pki/bytes.ts'
import { askFilters, type CrliteQuery, crliteQuery } from '../../../src/pki/crlite/ask.ts'
import { openClubcard } from '../../../src/pki/crlite/clubcard.ts'
import { PkiError } from '../../../src/pki/pki-error.ts'
import { encodeFilter } from '../../lab/crlite/encode-filter.ts'
import { type Random, seededRandom } from '../../lab/crlite/random.ts'
import { answerOf, readFilter, type ReferenceQuery, Refused } from './reference.ts'
import { smallFilter, smallUniverse } from './samples.ts'

/** The full 100,000 take some minutes. */
const mutations = Number(process.env['HARDFAIL_MUTATIONS'] ?? 2000)
const fullRun = { timeout: 3_600_000 }
/** Milliseconds, for opening and asking. */
const patience = 50

const samples = [encodeFilter(smallFilter(), 3), encodeFilter(smallFilter(), 4)] as const

describe('a mutated filter', () => {
  it(`is refused, or answers as the reference does (${mutations} of them)`, fullRun, async () => {
    const questions = await makeQuestions()
    const random = seededRandom(mutations)
    const faults: string[] = []
    let refused = 0
    for (let n = 0; n < mutations; n++) {
      const mutant = mutate(samples[n % 2 === 0 ? 0 : 1], random)
      if (!isAsStrict(mutant, questions)) faults.push(`not as the reference: ${inBase64(mutant)}`)
      if (timeFor(mutant, questions) > patience) faults.push(`slow: ${inBase64(mutant)}`)
      if (outcome(() => openClubcard(mutant)) === 'refused') refused++
    }
    expect(faults).toEqual([])
    // Both happen often enough for the test to mean something.
    expect(refused / mutations).toBeGreaterThan(0.2)
    expect(refused / mutations).toBeLessThan(0.8)
  })
})

describe.each([3, 4] as const)('a filter of version %i', (version) => {
  const sample = encodeFilter(smallFilter(), version)

  it('with any byte more or less is refused, or answers as the reference does', async () => {
    const questions = (await makeQuestions()).slice(0, 1)
    const places = Array.from(sample.keys())
    const mutants = places.flatMap((at) => [
      inserted(sample, at, 0),
      inserted(sample, at, 0xff),
      removed(sample, at, 1),
    ])
    const faults = mutants.filter((mutant) => !isAsStrict(mutant, questions))
    expect(faults.map(inBase64)).toEqual([])
  })
})

interface Question {
  readonly plain: ReferenceQuery
  readonly query: CrliteQuery
}

/** About certificates of every issuer, and of none. */
async function makeQuestions(): Promise<readonly Question[]> {
  const { coverage, issuers } = smallUniverse()
  const scts = coverage.map(({ logId, high }) => ({ logId, timestamp: high }))
  const asked = issuers.flatMap(({ keyHash, known }) =>
    [known.at(0), known.at(1), known.at(-1)].map((serial) => ({
      issuerKeyHash: keyHash,
      serial: serial ?? new Uint8Array(),
      scts,
    })),
  )
  const stranger = { issuerKeyHash: new Uint8Array(32), serial: Uint8Array.of(1), scts: scts.slice(0, 1) }
  return Promise.all(
    [...asked, stranger].map(async (plain) => ({ plain, query: await crliteQuery(plain, crypto.subtle) })),
  )
}

/** Refusing is always allowed; of version 3 more is refused than must be. */
function isAsStrict(bytes: Bytes, questions: readonly Question[]): boolean {
  const ours = outcome(() => answersOfOurs(bytes, questions))
  return ours === 'refused' || ours === outcome(() => answersOfReference(bytes, questions))
}

function answersOfOurs(bytes: Bytes, questions: readonly Question[]): string {
  const filter = openClubcard(bytes)
  return questions
    .map(({ query }) => {
      const answer = askFilters([filter], query)
      return answer.kind === 'unknown' ? answer.cause : answer.kind
    })
    .join(' ')
}

function answersOfReference(bytes: Bytes, questions: readonly Question[]): string {
  const parts = readFilter(bytes)
  return questions.map(({ plain }) => answerOf(parts, plain)).join(' ')
}

function outcome(run: () => unknown): string {
  try {
    return String(run())
  } catch (error) {
    if (error instanceof PkiError || error instanceof Refused) return 'refused'
    return String(error)
  }
}

/** The least of a few runs, once the first is too slow: other programs use the machine, too. */
function timeFor(bytes: Bytes, questions: readonly Question[]): number {
  const time = () => {
    const start = performance.now()
    outcome(() => answersOfOurs(bytes, questions))
    return performance.now() - start
  }
  const first = time()
  return first <= patience ? first : Math.min(time(), time(), time())
}

function mutate(sample: Bytes, random: Random): Bytes {
  let mutant = sample
  for (let left = 1 + random.below(3); left > 0; left--) mutant = mutateOnce(mutant, random)
  return mutant
}

function mutateOnce(bytes: Bytes, random: Random): Bytes {
  const at = random.below(bytes.length)
  const mutant = bytes.slice()
  switch (random.below(8)) {
    case 0:
      mutant[at] = random.below(256)
      return mutant
    case 1:
    case 2:
      mutant[at] = (mutant[at] ?? 0) ^ (1 << random.below(8))
      return mutant
    case 3:
      mutant[at] = [0, 1, 2, 0x7f, 0x80, 0xff][random.below(6)] ?? 0
      return mutant
    case 4:
      return inserted(bytes, at, random.below(256))
    case 5:
      return removed(bytes, at, 1 + random.below(60))
    case 6:
      return mutant.copyWithin(at, random.below(bytes.length), random.below(bytes.length))
    default:
      return mutant.fill(random.below(2) * 0xff, at, at + 1 + random.below(8))
  }
}

function inserted(bytes: Bytes, at: number, byte: number): Bytes {
  return Uint8Array.of(...bytes.subarray(0, at), byte, ...bytes.subarray(at))
}

function removed(bytes: Bytes, at: number, count: number): Bytes {
  return Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + count))
}

function inBase64(bytes: Bytes): string {
  return Buffer.from(bytes).toString('base64')
}
