import type { Clock } from '../../policy/clock.ts'
import { createTimely } from '../timely.ts'
import type { StorageSlice } from './session-table.ts'

/** A storage that never answers is one that fails. */
export function timelyStorage(area: StorageSlice, clock: Clock): StorageSlice {
  const timely = createTimely(clock)
  return {
    get: (key) => timely(() => area.get(key)),
    set: (items) => timely(() => area.set(items)),
    remove: (keys) => timely(() => area.remove(keys)),
  }
}
