import { createHash } from 'node:crypto'
import type { Bytes } from '../../../src/pki/bytes.ts'
import type { BlockParts, FilterParts } from './filter-parts.ts'
import { LinearSystem, solve, sumOver } from './linear-system.ts'
import type { FilterPlan, IssuerPlan } from './plan.ts'
import { seededRandom } from './random.ts'

/**
 * Solves the equations of J. Schanck, "Clubcards for the WebPKI" (2025): the approximate filter leaves few but the
 * encoded certificates, the exact filter tells these few apart.
 */
export function buildFilter({ coverage, issuers, seed = 1, slack = 1.02 }: FilterPlan): FilterParts {
  const random = seededRandom(seed)
  const freeBit = () => random.word() & 1
  // Columns grow shorter when those who use most of them come first.
  const drafts = issuers.map((issuer) => draft(issuer, slack)).toSorted((a, b) => b.rank - a.rank)
  const columns = approximateColumns(drafts, freeBit)
  const offsets = offsetsOf(drafts.map(({ rank, approximate }) => (rank > 0 ? approximate.height : 0)))
  const exacts = drafts.map((one, n) => exactPart(one, columns, offsets[n] ?? 0, slack))
  const exactOffsets = offsetsOf(exacts.map(({ system }) => system.height))
  const blocks = drafts.map(({ issuer, approxM, rank, inverted }, n): BlockParts => ({
    keyHash: issuer.keyHash,
    approxM,
    approxRank: rank,
    approxOffset: offsets[n] ?? 0,
    exactM: exacts[n]?.exactM ?? 0,
    exactOffset: exactOffsets[n] ?? 0,
    inverted: inverted ? 1 : 0,
    exceptions: exacts[n]?.exceptions ?? [],
  }))
  return {
    coverage,
    blocks: blocks.toSorted((a, b) => Buffer.compare(a.keyHash, b.keyHash)),
    approximate: columns.map(packBits),
    exact: packBits(
      solve(
        exacts.map(({ system }) => system),
        freeBit,
      ),
    ),
  }
}

interface Draft {
  readonly issuer: IssuerPlan
  readonly inverted: boolean
  readonly encoded: readonly Candidate[]
  readonly others: readonly Candidate[]
  readonly rank: number
  readonly approxM: number
  readonly approximate: LinearSystem
}

interface Candidate {
  readonly serial: Bytes
  readonly coefficients: bigint
  readonly number: bigint
}

function draft(issuer: IssuerPlan, slack: number): Draft {
  const revoked = new Set(issuer.revoked.map(String))
  const isRevoked = issuer.known.map((serial) => revoked.has(String(serial)))
  const inverted = issuer.inverted ?? (isRevoked.length > 0 && isRevoked.every(Boolean))
  const candidates = issuer.known.map((serial) => candidateOf(issuer.keyHash, serial))
  const encoded = candidates.filter((_, n) => isRevoked[n] !== inverted)
  const others = candidates.filter((_, n) => isRevoked[n] === inverted)
  const rank = rankOf(encoded.length, others.length)
  const approxM = rowsFor(encoded.length, slack)
  const approximate = new LinearSystem()
  for (const { number, coefficients } of rank > 0 ? encoded : []) {
    approximate.add({ row: rowOf(number, approxM), coefficients, constant: 0 })
  }
  return { issuer, inverted, encoded, others, rank, approxM, approximate }
}

function candidateOf(keyHash: Bytes, serial: Bytes): Candidate {
  const digest = createHash('sha256').update(keyHash).update(serial).digest()
  const words = [0, 8, 16, 24].map((at) => digest.readBigUInt64LE(at))
  const joined = words.reduceRight((sum, word) => (sum << 64n) | word, 0n)
  return { serial, coefficients: joined | 1n, number: digest.readBigUInt64LE(24) }
}

/** As many columns as halve the others until they are about as few as the encoded. */
function rankOf(encoded: number, others: number): number {
  return encoded === 0 || encoded >= others ? 0 : Math.floor(Math.log2(others / encoded))
}

function rowsFor(equations: number, slack: number): number {
  return equations === 0 ? 0 : Math.max(1, Math.floor(slack * equations))
}

function rowOf(number: bigint, m: number): number {
  return Number(number % BigInt(m))
}

function approximateColumns(drafts: readonly Draft[], freeBit: () => number): readonly Uint8Array[] {
  const ranks = drafts.map(({ rank }) => rank)
  return Array.from({ length: Math.max(0, ...ranks) }, (_, column) => {
    const users = drafts.filter(({ rank }) => rank > column)
    return solve(
      users.map(({ approximate }) => approximate),
      freeBit,
    )
  })
}

interface ExactPart {
  readonly system: LinearSystem
  readonly exactM: number
  readonly exceptions: readonly Bytes[]
}

function exactPart(
  { encoded, others, rank, approxM }: Draft,
  columns: readonly Uint8Array[],
  offset: number,
  slack: number,
): ExactPart {
  const used = columns.slice(0, rank)
  const passes = ({ number, coefficients }: Candidate) =>
    used.every((bits) => sumOver(bits, offset + rowOf(number, approxM), coefficients) === 0)
  const passing = encoded.length === 0 ? [] : others.filter(passes)
  const exactM = rowsFor(encoded.length + passing.length, slack)
  const system = new LinearSystem()
  const add = ({ number, coefficients }: Candidate, constant: 0 | 1) =>
    system.add({ row: rowOf(number, exactM), coefficients, constant })
  // All of these can be satisfied together; if not all of those that follow can, the rest are exceptions.
  for (const candidate of encoded) add(candidate, 0)
  const exceptions = passing.filter((candidate) => !add(candidate, 1)).map(({ serial }) => serial)
  return { system, exactM, exceptions }
}

function offsetsOf(heights: readonly number[]): readonly number[] {
  let sum = 0
  return heights.map((height) => (sum += height) - height)
}

/** Into words of 64 bits, without those that would be 0 at the end. */
function packBits(bits: Uint8Array): Bytes {
  const end = bits.lastIndexOf(1) + 1
  const bytes = new Uint8Array(Math.ceil(end / 64) * 8)
  for (let i = 0; i < end; i++) bytes[i >> 3] = (bytes[i >> 3] ?? 0) | ((bits[i] ?? 0) << (i & 7))
  return bytes
}
