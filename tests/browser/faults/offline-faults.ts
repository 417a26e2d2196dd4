import { openClubcard } from '../../../src/pki/crlite/clubcard.ts'
import { isNetworkSource, type Source } from '../../../src/policy/source.ts'
import type { Evidence, SourceId } from '../../../src/policy/evidence.ts'
import type { World } from '../../fakes/guarded-assembly.ts'
import { fullFilter } from '../../lab/crlite/filter.ts'
import { now as start } from '../../pki/build/certificate.ts'
import { ascii } from '../../pki/build/der.ts'
import { isBroken, WAYS, type Way } from './failing.ts'
import { type Fault, SCT } from './fault.ts'
import { listings } from './listings.ts'

const DAY = 86_400_000

/** A filter that knows every certificate of that time, and another issuer. */
const OF_OTHERS = openClubcard(
  fullFilter(
    {
      coverage: [{ logId: SCT.logId, low: SCT.timestamp - DAY, high: start }],
      issuers: [{ keyHash: new Uint8Array(32).fill(7), known: [Uint8Array.of(7, 1)], revoked: [] }],
    },
    4,
  ),
)

/** Without those that do not compile: a source that answers with something else than evidence. */
const SOURCE_WAYS = Object.entries(WAYS).filter(
  ([name]) => name !== 'answers something else' && name !== 'answers nothing',
)

/** OneCRL and CRLite have nothing, nothing that counts, or cannot be read; and any source as a whole fails. */
export const OFFLINE_FAULTS: readonly Fault[] = [
  ...listings(),
  { victim: 'crlite', name: 'no-data', arrange: (world) => void (world.crlite = async () => undefined) },
  { victim: 'crlite', name: 'is off', arrange: (world) => void (world.crlite = async () => 'off') },
  ...[0, 11].map((days): Fault => ({
    victim: 'crlite',
    name: days === 0 ? 'not-covered' : 'filter-stale',
    arrange: (world) =>
      void (world.crlite = async () => ({
        filters: [],
        effectiveTimestamp: start - days * DAY,
        checkedAt: start - days * DAY,
      })),
  })),
  {
    victim: 'crlite',
    name: 'not-enrolled',
    arrange: (world) =>
      void (world.crlite = async () => ({
        filters: [OF_OTHERS],
        effectiveTimestamp: start - DAY,
        checkedAt: start,
      })),
  },
  {
    victim: 'crlite',
    name: 'is rubbish on the disk',
    arrange: (world) =>
      void (world.crlite = async () => ({
        filters: [openClubcard(ascii('rubbish'))],
        effectiveTimestamp: start,
        checkedAt: start,
      })),
  },
  ...(['onecrl', 'crlite'] as const).flatMap((victim) =>
    Object.entries(WAYS).map(([name, fail]): Fault => {
      const load = (world: World) => () => fail<undefined>(world.clock)
      return {
        victim,
        name: `its data ${name}`,
        arrange: (world) => void Object.assign(world, { [victim]: load(world) }),
      }
    }),
  ),
  ...(['onecrl', 'crlite', 'crl', 'ocsp'] as const).flatMap((victim) =>
    SOURCE_WAYS.map(([name, fail]): Fault => ({
      victim,
      name: isBroken(name) ? `internal-fault (the source ${name})` : `the source ${name}`,
      arrange(world) {
        world.sources = (real) => real.map((one) => (one.id === victim ? broken(one, world, fail) : one))
      },
    })),
  ),
]

/** In place of a whole source; what it says too late is that all is well. */
function broken(source: Source, { clock }: World, fail: Way): Source {
  const answer = () => fail(clock, Promise.resolve(good(source.id)))
  return { id: source.id, recall: answer, ...(isNetworkSource(source) && { ask: answer }) }
}

function good(source: SourceId): Evidence {
  return {
    source,
    status: { kind: 'good' },
    obtained: 'network',
    at: start,
    tookMs: 5,
    thisUpdate: start,
    until: start + DAY,
  }
}
