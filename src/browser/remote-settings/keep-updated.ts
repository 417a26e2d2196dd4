import type { Alarms } from 'webextension-polyfill'
import type { Clock } from '../../policy/clock.ts'
import type { Background } from '../background.ts'
import type { RemoteSettings } from './remote-settings.ts'
import type { UpdateReason } from './run-update.ts'
import { nextUpdateAt } from './schedule.ts'

interface KeepUpdatedParts {
  readonly remote: RemoteSettings
  readonly alarms: Pick<Alarms.Static, 'get' | 'create'>
  readonly alarm: string
  readonly background: Background
  readonly clock: Clock
  readonly isOn: () => Promise<boolean>
  /** Other data are in force than before. */
  readonly onUpdated: () => Promise<void>
}

/** When the offline data is updated. Nothing here rejects. */
export interface KeepUpdated {
  /** Once at every start of the event page: makes sure that there is a next time. */
  readonly start: () => Promise<void>
  readonly run: (reason: UpdateReason) => void
}

/** No sooner, whatever is due: an alarm that is due at once for ever would be a storm. */
const SHORTEST_MS = 60_000

export function createKeepUpdated(parts: KeepUpdatedParts): KeepUpdated {
  const { remote, alarms, clock } = parts

  async function update(reason: UpdateReason): Promise<void> {
    if (!(await parts.isOn())) return
    const outcome = await remote.update(reason)
    const { collections } = await remote.status()
    const now = clock.now()
    const pauseMs = Math.max(nextUpdateAt(collections, now) - now, SHORTEST_MS)
    // Not at a time of day: a clock that is set back would put it off.
    await alarms.create(parts.alarm, { delayInMinutes: pauseMs / 60_000 })
    if (Object.values(outcome).some(({ kind }) => kind === 'updated')) await parts.onUpdated()
  }

  // What the user asks for while an update is ending, as by a switch turned off and on, that update does not bring.
  const run = (reason: UpdateReason): void =>
    parts.background.run('update', () => update(reason), reason === 'requested' ? 'queue' : 'drop')
  return {
    run,
    async start() {
      // The types lag behind: without such an alarm Firefox gives undefined. It forgets all of them when it ends.
      const known: unknown = await alarms.get(parts.alarm).catch(() => undefined)
      if (known === undefined || known === null) run('scheduled')
    },
  }
}
