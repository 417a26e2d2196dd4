import type { Bytes } from '../../../src/pki/bytes.ts'
import type { LogCoverage } from './plan.ts'

/** A filter before it is encoded: anything may stand in it, also what nobody should write. */
export interface FilterParts {
  readonly coverage: readonly LogCoverage[]
  readonly blocks: readonly BlockParts[]
  /** Columns: bit i is bit i mod 8 of byte i div 8; a multiple of 8 bytes. */
  readonly approximate: readonly Bytes[]
  readonly exact: Bytes
}

export interface BlockParts {
  readonly keyHash: Bytes
  readonly approxM: number
  readonly approxRank: number
  readonly approxOffset: number
  readonly exactM: number
  readonly exactOffset: number
  readonly inverted: number
  readonly exceptions: readonly Bytes[]
}
