import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { openClubcard } from '../../../src/pki/crlite/clubcard.ts'
import type { FilterVersion } from '../../lab/crlite/encode-filter.ts'
import { randomBitFilters, randomHashes } from '../../lab/crlite/production-size.ts'

/** In bytes: of the files, and of all that is there besides once they are open. */
export function measureMemory(
  version: FilterVersion,
  deltas: number,
): { readonly files: number; readonly besides: number } {
  const made = randomBitFilters(version, { deltas, issuerKeyHashes: randomHashes() })
  const bytes = [made.full, ...made.deltas]
  bytes.map(openClubcard)
  const before = usedMemory()
  const filters = bytes.map(openClubcard)
  const besides = usedMemory() - before
  // They are still in use here, and nobody has collected them.
  return { files: filters.reduce((sum, filter) => sum + filter.bytes.length, 0), besides }
}

function usedMemory(): number {
  setFlagsFromString('--expose-gc')
  const collectGarbage: unknown = runInNewContext('gc')
  // Buffers are given back some time after they are found unused.
  for (let n = 0; n < 5; n++) {
    if (typeof collectGarbage === 'function') Reflect.apply(collectGarbage, undefined, [])
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
