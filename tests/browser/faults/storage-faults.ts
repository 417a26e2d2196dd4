import type { DocumentStore, StoredDocument } from '../../../src/browser/documents/document-store.ts'
import type { StorageSlice } from '../../../src/browser/storage/session-table.ts'
import type { Bytes } from '../../../src/pki/bytes.ts'
import { now as start } from '../../pki/build/certificate.ts'
import { ascii } from '../../pki/build/der.ts'
import type { CertifiedSite } from '../certified-site.ts'
import { failing, WAYS } from './failing.ts'
import type { Fault, Victim } from './fault.ts'

const DAY = 86_400_000

const READS = ['find', 'load'] as const
const WRITES = ['save', 'note', 'drop'] as const

/** The store of documents, `storage.session` and `storage.local` cannot be read, written, or either. */
export const STORAGE_FAULTS: readonly Fault[] = [
  ...storeFaults('reading', READS),
  ...storeFaults('writing', WRITES),
  ...storeFaults('everything', [...READS, ...WRITES]),
  stored('rubbish', () => ascii('0rubbish')),
  stored('nothing', () => new Uint8Array()),
  stored('an answer that has ended', (site) => site.ocsp(start - 9 * DAY)),
  stored('an answer from the future', (site) => site.ocsp(start + 9 * DAY)),
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

/** Whatever is asked for, this is what lies there. */
function stored(name: string, make: (site: CertifiedSite) => Bytes | Promise<Bytes>): Fault {
  return {
    victim: 'stored',
    name: `holds ${name}`,
    async arrange(world, site) {
      const bytes = await make(site)
      const { certificate, issuer } = site.ca
      const document = (key: string): StoredDocument => ({
        key,
        source: key.startsWith('crl') ? 'crl' : 'ocsp',
        url: 'http://ocsp.ca.test/',
        fetchedAt: start - DAY,
        thisUpdate: start - DAY,
        until: start + DAY,
        usedAt: start - DAY,
        bytes,
        subject: { certificate: certificate.der, issuer: issuer.der, role: 'leaf', isBuiltInRoot: true },
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
      arrange(world) {
        const whole = world[area]
        world[area] = failing(whole, methods, (result) => fail(world.clock, result))
      },
    })),
  )
}
