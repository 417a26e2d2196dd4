import type { DocumentStore, StoredDocument } from '../../../src/browser/documents/document-store.ts'
import type { StorageSlice } from '../../../src/browser/storage/session-table.ts'
import type { Bytes } from '../../../src/pki/bytes.ts'
import { indexCrl } from '../../../src/pki/crl/index-crl.ts'
import { immediateCrypto } from '../../fakes/immediate-crypto.ts'
import { now as start } from '../../pki/build/certificate.ts'
import { ascii } from '../../pki/build/der.ts'
import { failing, WAYS } from './failing.ts'
import type { Affected, Fault, Victim } from './fault.ts'
import { OF_TEN_MONTHS_AGO } from './statements.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

const READS = ['find', 'load'] as const
const WRITES = ['save', 'note', 'drop'] as const

/** The store of documents, `storage.session` and `storage.local` cannot be read, written, or either. */
export const STORAGE_FAULTS: readonly Fault[] = [
  ...storeFaults('reading', READS),
  ...storeFaults('writing', WRITES),
  ...storeFaults('everything', [...READS, ...WRITES]),
  stored('rubbish', () => ascii('0rubbish')),
  stored('nothing', () => new Uint8Array()),
  stored('an answer that has ended', ({ ocsp }) => ocsp(start - 9 * DAY)),
  stored('an answer from the future', ({ ocsp }) => ocsp(start + 9 * DAY)),
  ...odd('ocsp', 'an answer', (bytes) => bytes),
  ...odd('crl', 'a CRL', indexed),
  ...areaFaults('session'),
  ...areaFaults('settings'),
]

function storeFaults(what: string, methods: readonly (keyof DocumentStore)[]): readonly Fault[] {
  return Object.entries(WAYS).map(([name, fail]) => ({
    victim: 'stored',
    name: `${what} ${name}`,
    arrange(world) {
      const { documents, clock } = world
      world.documents = failing(documents, methods, (result) => fail(clock, result))
    },
  }))
}

/** Of ten months ago for a year; and one that revokes. */
function odd(
  by: 'crl' | 'ocsp',
  what: string,
  keep: (bytes: Bytes, about: Affected) => Bytes | Promise<Bytes>,
): readonly Fault[] {
  const old = OF_TEN_MONTHS_AGO[by]
  const revoking = (about: Affected) =>
    by === 'crl' ? about.revokingCrl(start - 2 * HOUR) : about.revokingOcsp(start - 2 * HOUR)
  return [
    {
      ...stored(`${what} of ten months ago`, async (about) => keep(await old.make(about), about)),
      holds: { by, says: old.says },
    },
    {
      ...stored(`${what} that revokes it`, async (about) => keep(await revoking(about), about)),
      holds: { by, says: () => 'revoked' },
    },
  ]
}

async function indexed(crl: Bytes, { ca }: Affected): Promise<Bytes> {
  const made = await indexCrl(crl, [ca.issuer], { crypto: immediateCrypto })
  if (made.kind === 'refused') throw new Error(made.cause)
  return made.index.bytes
}

/** Whatever is asked for, this is what lies there. */
function stored(name: string, make: (about: Affected) => Bytes | Promise<Bytes>): Fault {
  const made = new Map<Affected, Bytes>()
  return {
    victim: 'stored',
    name: `holds ${name}`,
    async arrange(world, about) {
      const bytes = made.get(about) ?? (await make(about))
      made.set(about, bytes)
      const { certificate, issuer } = about.ca
      const document = (key: string): StoredDocument => ({
        key,
        source: key.startsWith('crl') ? 'crl' : 'ocsp',
        url: 'http://ocsp.ca.test/',
        fetchedAt: start - DAY,
        thisUpdate: start - DAY,
        until: start + DAY,
        usedAt: start - DAY,
        bytes,
        subject: { certificate: certificate.der, issuer: issuer.der, role: about.tier, isBuiltInRoot: true },
      })
      const dropped = new Set<string>()
      const { documents } = world
      world.documents = {
        ...documents,
        save: async (one) => (await documents.save(one), dropped.add(one.key), true),
        note: (facts) => documents.note(facts),
        list: () => documents.list(),
        clear: () => documents.clear(),
        find: async (key) =>
          dropped.has(key) ? documents.find(key) : { ...document(key), size: bytes.length },
        load: async (key) => (dropped.has(key) ? documents.load(key) : document(key)),
        drop: async (key) => void dropped.add(key),
      }
    },
  }
}

function areaFaults(victim: Extract<Victim, 'session' | 'settings'>): readonly Fault[] {
  const area = victim === 'session' ? 'session' : 'local'
  const kinds: Readonly<Record<string, readonly (keyof StorageSlice)[]>> = {
    reading: ['get'],
    writing: ['set', 'remove'],
    everything: ['get', 'set', 'remove'],
  }
  return Object.entries(kinds).flatMap(([what, methods]) =>
    Object.entries(WAYS).map(([name, fail]): Fault => ({
      victim,
      name: `${what} ${name}`,
      // Without them nobody knows what the user wants.
      hidesLevel: victim === 'settings' && methods.includes('get'),
      arrange(world) {
        const whole = world[area]
        world[area] = failing(whole, methods, (result) => fail(world.clock, result))
      },
    })),
  )
}
