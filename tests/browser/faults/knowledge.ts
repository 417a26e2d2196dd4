import { type Cell, namingOf } from './cell.ts'
import type { Known, Knowable, Situation } from './oracle.ts'

/** What there is to know in a cell, of each certificate: what the fault and all around it leave. */
export function situationOf(cell: Cell): Situation {
  const { fault, tier, level, role, kind } = cell
  const common = {
    level: fault.hidesLevel === true ? 'lockdown' : level,
    role,
    isBuiltInRoot: kind === 'built-in root',
  } as const
  const affected = isSeen(cell) ? affectedOf(cell) : UNKNOWN
  if (tier === 'leaf') return { ...common, leaf: affected }
  return { ...common, leaf: isSeen(cell) ? leafOf(cell) : UNKNOWN, intermediate: affected }
}

/** Of a certificate that nobody has seen, its root and its names either. */
const UNKNOWN: Known = {
  listing: 'says nothing',
  stored: 'nothing',
  knowable: 'nothing',
  namesSomebody: true,
  isShortLived: false,
}

function isSeen({ fault: { victim, name }, role }: Cell): boolean {
  const isUnsent = role.endsWith('unsent')
  if (victim === 'site') return !isUnsent
  // A connection of our own is asked for its chain at once.
  return victim !== 'getSecurityInfo' || (isUnsent && name.endsWith('for the leaf'))
}

function affectedOf(cell: Cell): Known {
  const { fault, listing } = cell
  return {
    listing: fault.victim === 'onecrl' ? (fault.listing ?? 'says nothing') : listing,
    stored: storedIn(cell),
    knowable: knowableIn(cell),
    namesSomebody: namingOf(cell) !== 'neither',
    isShortLived: false,
  }
}

function leafOf({ fault, leaf }: Cell): Known {
  const isHeard = fault.silencesAll !== true && (leaf === 'good' || leaf === 'revoked')
  return {
    ...UNKNOWN,
    knowable: isHeard ? leaf : 'nothing',
    namesSomebody: leaf !== 'nobody is named' && leaf !== 'short-lived',
    isShortLived: leaf === 'short-lived',
  }
}

/** The CRL is asked first, and the first that knows anything settles it. */
function knowableIn({ fault, tier, level, others }: Cell): Knowable {
  if (fault.silencesAll === true || fault.naming === 'neither') return 'nothing'
  const said = fault.says?.(tier, level) ?? 'nothing'
  const other = others === 'silence' ? 'nothing' : others
  const inTurn = fault.victim === 'ocsp' ? [other, said] : [said, other]
  return inTurn.find((word) => word !== 'nothing') ?? 'nothing'
}

/** What one and the same responder says now stands in place of what it has said. */
function storedIn({ fault: { holds }, tier, level, role, others }: Cell): Knowable {
  if (holds === undefined) return 'nothing'
  const isReplaced =
    holds.by === 'ocsp' && role.endsWith('unsent') && (others === 'good' || others === 'revoked')
  return isReplaced ? 'nothing' : holds.says(tier, level)
}
