import type { Level } from '../../../src/policy/settings.ts'
import type { Cell } from './cell.ts'
import { CONNECTION_FAULTS, DAMAGE_FAULTS } from './connection-faults.ts'
import type { Fault, Tier, Victim } from './fault.ts'
import { NETWORK_FAULTS } from './network-faults.ts'
import { OFFLINE_FAULTS } from './offline-faults.ts'
import type { Role } from './oracle.ts'
import { STORAGE_FAULTS } from './storage-faults.ts'

const LEVELS: readonly Level[] = ['watch', 'guard', 'lockdown']
const ROLES: readonly Role[] = ['page', 'frame', 'worker', 'part', 'page unsent', 'part unsent']

const FAULTS: readonly Fault[] = [
  ...NETWORK_FAULTS,
  ...OFFLINE_FAULTS,
  ...STORAGE_FAULTS,
  ...CONNECTION_FAULTS,
  ...DAMAGE_FAULTS,
]

const OF_ONE_CERTIFICATE: ReadonlySet<Victim> = new Set(['crl', 'ocsp', 'onecrl', 'stored'])

/**
 * Those that can be about one certificate of several: what CRLite, the memory of the session, the captive portal and the
 * site say, and whether Firefox says anything of a connection, has nothing to do with an intermediate. Settings that cannot
 * be read do, since they say what it needs.
 */
const INTERMEDIATE_FAULTS = [
  ...FAULTS.filter(({ victim }) => OF_ONE_CERTIFICATE.has(victim)),
  ...STORAGE_FAULTS.filter(({ hidesLevel }) => hidesLevel === true),
  ...DAMAGE_FAULTS,
]

export const FAULTS_OF: Readonly<Record<Tier, readonly Fault[]>> = {
  leaf: FAULTS,
  intermediate: INTERMEDIATE_FAULTS,
}

export function cellsOf(tier: Tier): readonly Cell[] {
  return tier === 'leaf' ? FAULTS.flatMap(cellsOfLeaf) : INTERMEDIATE_FAULTS.flatMap(cellsOfIntermediate)
}

/** Under the root itself, with a fresh OneCRL. */
function cellsOfLeaf(fault: Fault): readonly Cell[] {
  return LEVELS.flatMap((level) =>
    ROLES.flatMap((role) =>
      [BUILT_IN, PRIVATE].flatMap((root) =>
        OTHERS.map((others) => cellOf(fault, 'leaf', level, role, root, { others })),
      ),
    ),
  )
}

const OTHERS = ['good', 'revoked', 'nothing'] as const

/** With fewer of the dimensions where the others cannot make a difference. */
function cellsOfIntermediate(fault: Fault): readonly Cell[] {
  return levelsFor(fault).flatMap((level) =>
    ROLES.flatMap((role) =>
      rootsFor(fault, level, role).flatMap((root) =>
        aroundsFor(level, role, root).map((around) =>
          cellOf(fault, 'intermediate', level, role, root, around),
        ),
      ),
    ),
  )
}

function cellOf(fault: Fault, tier: Tier, level: Level, role: Role, root: Root, around: Around): Cell {
  return { fault, tier, level, role, ...root, ...around }
}

function levelsFor({ hidesLevel }: Fault): readonly Level[] {
  return hidesLevel === true ? ['guard'] : LEVELS
}

type Root = Pick<Cell, 'kind' | 'listing'>

const BUILT_IN: Root = { kind: 'built-in root', listing: 'does not list it' }
const PRIVATE: Root = { kind: 'private root', listing: 'does not list it' }

/**
 * That OneCRL does not list it must count for nothing under a private root and in lockdown; only elsewhere is it another
 * case where OneCRL says nothing. A level that holds nothing makes no difference of roots.
 */
function rootsFor({ victim }: Fault, level: Level, role: Role): readonly Root[] {
  if (level === 'watch') return [BUILT_IN]
  if (victim === 'onecrl' || level === 'lockdown' || !PAGES.has(role)) return [BUILT_IN, PRIVATE]
  return [BUILT_IN, { ...BUILT_IN, listing: 'says nothing' }, PRIVATE]
}

type Around = Pick<Cell, 'leaf' | 'others'>

/**
 * Who asks makes a difference to how long it is waited for an answer, and to what is done with it, but not to how what is
 * known of two certificates comes to one word: a page as it arrives, which waits for the shortest time, and one that is
 * held before it is sent will do.
 */
const PAGES: ReadonlySet<Role> = new Set(['page', 'page unsent'])

function aroundsFor(level: Level, role: Role, { kind }: Root): readonly Around[] {
  if (level === 'watch') return [NOBODY]
  if (!PAGES.has(role)) return [REVOKED, NOBODY]
  return [REVOKED, NOBODY, ...FOR_PAGES, ...(kind === 'private root' ? FOR_PRIVATE : [])]
}

const REVOKED: Around = { leaf: 'good', others: 'revoked' }
const NOBODY: Around = { leaf: 'good', others: 'silence' }

const FOR_PAGES: readonly Around[] = [
  { leaf: 'good', others: 'good' },
  { leaf: 'good', others: 'nothing' },
  { leaf: 'revoked', others: 'silence' },
  { leaf: 'nothing', others: 'good' },
  { leaf: 'short-lived', others: 'silence' },
]

/** Somebody should have vouched for its CA, if nobody for the leaf. */
const FOR_PRIVATE: readonly Around[] = [{ leaf: 'nobody is named', others: 'silence' }]
