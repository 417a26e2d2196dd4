import type { WebRequest } from 'webextension-polyfill'
import type { ReceivedChain } from '../../../src/browser/handshake.ts'
import { indexOneCrl } from '../../../src/pki/onecrl/onecrl-index.ts'
import { DEFAULT_SETTINGS } from '../../../src/policy/settings.ts'
import type { Bytes } from '../../../src/pki/bytes.ts'
import { FakeWeb } from '../../fakes/fake-web.ts'
import type { World } from '../../fakes/guarded-assembly.ts'
import { immediateCrypto } from '../../fakes/immediate-crypto.ts'
import { ManualClock } from '../../fakes/manual-clock.ts'
import { MemoryDocuments } from '../../fakes/memory-documents.ts'
import { MemoryStorage } from '../../fakes/memory-storage.ts'
import { securityInfo } from '../../fakes/security-info.ts'
import { now as start } from '../../pki/build/certificate.ts'
import { type Certified, certifiedSite, type Named } from '../certified-site.ts'
import { type Cell, namingOf, speakerOf } from './cell.ts'
import { type Affected, type Hosts, HOSTS, type Naming, SCT } from './fault.ts'

/** A site, made once for all cells that need such a one. */
interface Scene {
  readonly leaf: Certified
  readonly affected: Affected
  /** By the kind of its root. */
  readonly connections: Readonly<Record<Cell['kind'], WebRequest.SecurityInfo>>
}

/** The world of a cell: the fault is arranged, and whoever else has something to say says it. */
export async function worldOf(cell: Cell): Promise<World> {
  const { fault, level, kind, others, leaf, listing } = cell
  const scene = await sceneOf(cell)
  const { affected } = scene
  const web = new FakeWeb()
  const local = new MemoryStorage()
  await local.set({ settings: { ...DEFAULT_SETTINGS, level } })
  const speaker = speakerOf(fault)
  const speak = async (about: Certified, hosts: Hosts, word: string | undefined): Promise<void> => {
    if (word !== 'good' && word !== 'revoked') return
    const bytes = await sayingOf(about, speaker, word)
    web.servers.set(hosts[speaker], () => ({ bytes }))
  }
  await speak(affected, affected.hosts, others)
  if (cell.tier === 'intermediate') await speak(scene.leaf, HOSTS.leaf, leaf)
  const world: World = {
    clock: new ManualClock(start),
    web,
    crypto: immediateCrypto,
    fetch: web.fetch,
    portalState: async () => 'not_captive',
    documents: new MemoryDocuments(),
    session: new MemoryStorage(),
    local,
    onecrl: async () =>
      listing === 'says nothing' ? undefined : { index: EMPTY, timestamp: start, checkedAt: start },
    crlite: async () => undefined,
    securityInfo: async () => scene.connections[kind],
    sources: (real) => real,
  }
  await fault.arrange(world, affected)
  return world
}

const EMPTY = indexOneCrl([])

const scenes = new Map<string, Promise<Scene>>()

function sceneOf(cell: Cell): Promise<Scene> {
  const { tier, leaf } = cell
  const naming = namingOf(cell)
  const speaker = speakerOf(cell.fault)
  const key = [tier, naming, ...(tier === 'leaf' ? [] : [leaf, speaker])].join()
  const made =
    scenes.get(key) ?? (tier === 'leaf' ? makeLeaf(naming) : makeIntermediate(naming, leaf, speaker))
  scenes.set(key, made)
  return made
}

async function makeLeaf(naming: Naming): Promise<Scene> {
  const hosts = HOSTS.leaf
  const site = await certifiedSite({ ...namedBy(naming, hosts), scts: naming === 'both' ? [SCT] : [] })
  return { leaf: site, affected: { ...site, tier: 'leaf', hosts }, connections: connectionsOf(site.chain) }
}

async function makeIntermediate(naming: Naming, leaf: Cell['leaf'], speaker: 'crl' | 'ocsp'): Promise<Scene> {
  const hosts = HOSTS.intermediate
  const isShortLived = leaf === 'short-lived'
  const isNamed = !isShortLived && leaf !== 'nobody is named'
  const site = await certifiedSite({
    ...namedBy(isNamed ? speaker : 'neither', HOSTS.leaf),
    isShortLived,
    intermediate: namedBy(naming, hosts),
  })
  if (site.intermediate === undefined) throw new Error('no intermediate')
  return {
    leaf: site,
    affected: { ...site.intermediate, tier: 'intermediate', hosts },
    connections: connectionsOf(site.chain),
  }
}

function namedBy(naming: Naming, { crl, ocsp }: Hosts): Named {
  switch (naming) {
    case 'crl':
      return { crls: [crl] }
    case 'ocsp':
      return { responders: [ocsp] }
    case 'both':
      return { crls: [crl], responders: [ocsp] }
    case 'neither':
      return {}
    case 'refused crl':
      return { crls: [`user:secret@${crl}`], responders: [ocsp] }
    case 'refused ocsp':
      return { crls: [crl], responders: [`user:secret@${ocsp}`] }
  }
}

const sayings = new Map<string, Promise<Bytes>>()

function sayingOf(about: Certified, speaker: 'crl' | 'ocsp', word: 'good' | 'revoked'): Promise<Bytes> {
  const key = [about.ca.certificate.serial, speaker, word].join()
  const made = sayings.get(key) ?? say(about, speaker, word)
  sayings.set(key, made)
  return made
}

function say(about: Certified, speaker: 'crl' | 'ocsp', word: 'good' | 'revoked'): Promise<Bytes> {
  if (speaker === 'crl') return word === 'good' ? about.crl(start) : about.revokingCrl(start)
  return word === 'good' ? about.ocsp(start) : about.revokingOcsp(start)
}

function connectionsOf({ certificates }: Pick<ReceivedChain, 'certificates'>): Scene['connections'] {
  const info = securityInfo({ ders: certificates.map((der) => Array.from(der)) })
  const { certificates: received } = info
  const priv = received.map((one) => Object.assign({}, one, { isBuiltInRoot: false }))
  return { 'built-in root': info, 'private root': { ...info, certificates: priv } }
}
