import type { Bytes } from '../../../src/pki/bytes.ts'
import type { PkiErrorCode } from '../../../src/pki/pki-error.ts'
import { PkiError } from '../../../src/pki/pki-error.ts'
import { buildFilter } from '../../lab/crlite/build-filter.ts'
import type { FilterParts } from '../../lab/crlite/filter-parts.ts'
import type { FilterPlan } from '../../lab/crlite/plan.ts'
import { randomUniverse } from '../../lab/crlite/universe.ts'
import { high, low } from './universes.ts'

/** Small enough to be changed everywhere, with a bit of everything. */
export function smallUniverse(): FilterPlan {
  const issuers = [
    { known: 60, revoked: 0.1 },
    { known: 12, revoked: 0.25 },
    { known: 5, revoked: 1 },
    { known: 5, revoked: 0 },
  ]
  return randomUniverse({ seed: 21, low, high, issuers })
}

/** Its filter, in which certificates of the first and the last block are exceptions: their answers are turned round. */
export function smallFilter(): FilterParts {
  const plan = smallUniverse()
  const parts = buildFilter(plan)
  const serialsOf = (keyHash: Bytes) => plan.issuers.find((issuer) => issuer.keyHash === keyHash)?.revoked
  const blocks = parts.blocks.map((block, n) =>
    n % 3 === 0 ? { ...block, exceptions: serialsOf(block.keyHash)?.slice(0, 2) ?? [] } : block,
  )
  return { ...parts, blocks }
}

/** The code of the PkiError that is thrown; undefined if nothing is. */
export function refusalOf(run: () => unknown): PkiErrorCode | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    if (error instanceof PkiError) return error.code
    throw error
  }
}
