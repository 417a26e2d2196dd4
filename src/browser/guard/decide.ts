import type { WebRequest } from 'webextension-polyfill'
import { type Settings, STRICTEST_SETTINGS } from '../../policy/settings.ts'
import { within } from '../../policy/within.ts'
import type { Awake } from '../awake.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import { conclude, type ConcludeParts, failClosed } from './conclude.ts'
import type { Judgement } from './judge-chain.ts'
import { longestMs } from './patience.ts'
import type { GuardedRequest } from './sighting.ts'

export interface DecideParts extends ConcludeParts {
  readonly settings: SettingsStore
  readonly awake: Awake
}

/**
 * What is done with a request. Firefox lets it go where a listener throws, rejects, or is suspended before it has
 * answered: so this never rejects, keeps the event page awake meanwhile, and decides on the safe side where judging fails
 * or hangs. `judge` gives `none` for a request that needs no judgement.
 */
export async function decide(
  request: GuardedRequest,
  parts: DecideParts,
  judge: (settings: Settings) => Promise<Judgement | 'none'>,
  limitOf = longestMs,
): Promise<WebRequest.BlockingResponse> {
  const letGo = parts.awake.hold()
  const { clock } = parts
  const since = clock.now()
  let settings = STRICTEST_SETTINGS
  try {
    settings = parts.settings.known?.() ?? (await loadSettings(parts))
    const limitMs = limitOf(request, settings) - (clock.now() - since)
    const judgement = await within(
      attempt(() => judge(settings)),
      limitMs,
      clock,
    )
    if (judgement === 'none') return {}
    if (judgement === undefined) return failClosed(request, settings, parts)
    return await conclude(request, judgement, settings, parts)
  } catch {
    return failClosed(request, settings, parts)
  } finally {
    letGo()
  }
}

/** Nobody knows what the user wants before they are read: until then, what he may want held is held. */
async function loadSettings({ settings, clock }: Pick<DecideParts, 'settings' | 'clock'>): Promise<Settings> {
  const loaded = attempt(() => settings.load())
  return (await within(loaded, LOADING_MS, clock)) ?? STRICTEST_SETTINGS
}

const LOADING_MS = 2_000

/** Undefined where it throws or rejects. */
export async function attempt<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run()
  } catch {
    return undefined
  }
}
