import type { Clock } from '../../policy/clock.ts'
import { Cancellation } from '../../policy/cancellation.ts'
import {
  countMet,
  dayOf,
  encodeMet,
  type Met,
  type MetCounts,
  type MetKind,
  parseMet,
  pruneMet,
} from '../../policy/firefox-settings/met.ts'
import type { StorageSlice } from '../storage/session-table.ts'
import type { ShortName } from './short-names.ts'

/** The certificates that were met in the last 30 days, and what each rests on. No method rejects. */
export interface MetStore {
  /** Says whether it is the first time. */
  readonly meet: (fingerprint: string, kind: MetKind) => Promise<boolean>
  readonly counts: () => Promise<MetCounts>
  readonly clear: () => Promise<void>
}

interface MetParts {
  readonly local: StorageSlice
  readonly clock: Clock
  readonly shortName: ShortName
}

const KEY = 'met'
/** A page brings many at once: they are written together. */
const SAVE_AFTER_MS = 3_000

export function createMetStore({ local, clock, shortName }: MetParts): MetStore {
  let loaded: Promise<Map<string, Met>> | undefined
  let saving: Promise<void> | undefined
  const load = () => (loaded ??= read(local))

  const save = async (): Promise<void> => {
    saving = undefined
    const met = pruneMet([...(await load()).values()], dayOf(clock.now()))
    loaded = Promise.resolve(new Map(met.map((one) => [one.name, one])))
    await local.set({ [KEY]: encodeMet(met) }).catch(() => undefined)
  }

  return {
    async meet(fingerprint, kind) {
      const [name, met] = await Promise.all([shortName(fingerprint), load()])
      const known = met.get(name)
      const day = dayOf(clock.now())
      // What is undecided now may have been decided before.
      const better = kind === 'undecided' ? (known?.kind ?? kind) : kind
      if (known?.day === day && known.kind === better) return false
      met.delete(name)
      met.set(name, { name, kind: better, day })
      saving ??= clock.wait(SAVE_AFTER_MS, new Cancellation()).then(save)
      return known === undefined
    },
    async counts() {
      return countMet(pruneMet([...(await load()).values()], dayOf(clock.now())))
    },
    async clear() {
      loaded = Promise.resolve(new Map())
      await local.remove(KEY).catch(() => undefined)
    },
  }
}

async function read(local: StorageSlice): Promise<Map<string, Met>> {
  const stored = await local.get(KEY).then(
    (found) => found[KEY],
    () => undefined,
  )
  return new Map(parseMet(stored).map((one) => [one.name, one]))
}
