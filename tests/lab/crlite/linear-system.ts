/**
 * The sum of those unknowns whose coefficients are 1 is `constant`, in GF(2). Coefficient 0, that of the unknown with the
 * number `row`, is 1; there are 256.
 */
export interface BandEquation {
  readonly row: number
  readonly coefficients: bigint
  readonly constant: 0 | 1
}

/** Equations brought into the form in which each begins at a row of its own. */
export class LinearSystem {
  readonly #pivots: (BandEquation | undefined)[] = []

  /** One more than the last row at which an equation begins. */
  get height(): number {
    return this.#pivots.length
  }

  /** False if the equation contradicts those before, and is left out. */
  add({ row, coefficients, constant }: BandEquation): boolean {
    let at = row
    let rest = coefficients
    let right: number = constant
    while (rest !== 0n) {
      const pivot = this.#pivots[at]
      if (pivot === undefined) {
        this.#pivots[at] = { row: at, coefficients: rest, constant: right === 1 ? 1 : 0 }
        return true
      }
      rest ^= pivot.coefficients
      right ^= pivot.constant
      while (rest !== 0n && (rest & 1n) === 0n) {
        rest >>= 1n
        at++
      }
    }
    return right === 0
  }

  pivotAt(row: number): BandEquation | undefined {
    return this.#pivots[row]
  }
}

/**
 * One solution for all systems, whose unknowns follow each other. From the last unknown to the first, each either
 * follows from those after it or is free; behind the end all are 0.
 */
export function solve(systems: readonly LinearSystem[], freeBit: () => number): Uint8Array {
  const bits = new Uint8Array(systems.reduce((sum, { height }) => sum + height, 0))
  let at = bits.length
  let window = 0n
  for (const system of systems.toReversed()) {
    for (let row = system.height - 1; row >= 0; row--) {
      window = (window << 1n) & window256
      const pivot = system.pivotAt(row)
      const bit = pivot ? pivot.constant ^ parity(pivot.coefficients & window) : freeBit()
      window |= BigInt(bit)
      bits[--at] = bit
    }
  }
  return bits
}

const window256 = (1n << 256n) - 1n

/** The sum that an equation finds in the bits from its row on. */
export function sumOver(bits: Uint8Array, row: number, coefficients: bigint): number {
  let sum = 0
  let rest = coefficients
  for (let at = row; at < bits.length && rest !== 0n; at += 32) {
    const word = Number(rest & 0xffffffffn)
    for (let i = 0; i < 32; i++) sum ^= (word >>> i) & (bits[at + i] ?? 0)
    rest >>= 32n
  }
  return sum & 1
}

function parity(bits: bigint): number {
  let folded = bits
  for (const half of [128n, 64n, 32n]) folded ^= folded >> half
  let word = Number(folded & 0xffffffffn)
  for (const half of [16, 8, 4, 2, 1]) word ^= word >>> half
  return word & 1
}
