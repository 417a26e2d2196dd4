import type { Bytes } from '../bytes.ts'
import { isException } from './block-index.ts'
import type { Clubcard } from './clubcard.ts'
import { isSolvedBy } from './columns.ts'
import { fieldAt } from './encoding.ts'
import { type Equation, remainder } from './equation.ts'

/** What the block says of the certificate; arbitrary if it was not known when the filter was built. */
export function isRevokedIn(clubcard: Clubcard, block: number, equation: Equation, serial: Bytes): boolean {
  const isInverted = fieldAt(clubcard, block, clubcard.encoding.block.inverted) === 1
  const isMember =
    passesApproximate(clubcard, block, equation) &&
    passesExact(clubcard, block, equation) &&
    !isException(clubcard, block, serial)
  return isMember !== isInverted
}

function passesApproximate(clubcard: Clubcard, block: number, equation: Equation): boolean {
  const { approxM, approxOffset, approxRank } = clubcard.encoding.block
  const m = fieldAt(clubcard, block, approxM)
  if (m === 0) return false
  const row = fieldAt(clubcard, block, approxOffset) + remainder(equation, m)
  const rank = fieldAt(clubcard, block, approxRank)
  for (const column of clubcard.approximate.slice(0, rank)) {
    if (!isSolvedBy(clubcard, column, row, equation)) return false
  }
  return true
}

function passesExact(clubcard: Clubcard, block: number, equation: Equation): boolean {
  const { exactM, exactOffset } = clubcard.encoding.block
  const m = Math.max(1, fieldAt(clubcard, block, exactM))
  const row = fieldAt(clubcard, block, exactOffset) + remainder(equation, m)
  return isSolvedBy(clubcard, clubcard.exact, row, equation)
}
