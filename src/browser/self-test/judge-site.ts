import { actionFor } from '../../policy/action.ts'
import type { Guarded } from '../../policy/self-test/judge-trial.ts'
import { faulted } from '../../policy/verdict.ts'
import type { Awake } from '../awake.ts'
import { judgeProbed, type ProbeJudgeParts } from '../guard/judge-probed.ts'
import type { GuardedRequest } from '../guard/sighting.ts'
import type { SettingsStore } from '../storage/settings-store.ts'

interface JudgeSiteParts extends ProbeJudgeParts {
  readonly settings: SettingsStore
  readonly awake: Awake
}

/** What Hardfail makes of a site's certificate, by the way that a page goes, and what it does with it. Shows nothing, holds nothing. */
export function createJudgeSite(parts: JudgeSiteParts): (url: string) => Promise<Guarded> {
  return async (url) => {
    const settings = await parts.settings.load()
    const letGo = parts.awake.hold()
    try {
      const judgement = await judgeProbed(requestFor(url), settings, parts, false)
      const { verdict = faulted(parts.clock.now()) } = (await judgement.later) ?? judgement
      const action = actionFor(verdict.kind, settings.level, 'page') === 'hold' ? 'held' : 'shown'
      const { kind, cause } = verdict
      return { action, verdict: kind, ...(cause !== undefined && { cause }) }
    } finally {
      letGo()
    }
  }
}

/** Of a frame: that is judged like a page, and waits for the end of the check where it is. */
function requestFor(address: string): GuardedRequest {
  const { href: url, host } = new URL(address)
  return {
    requestId: `self-test ${url}`,
    tabId: -1,
    role: 'frame',
    url,
    host,
    method: 'GET',
    isPrivate: false,
    isSent: false,
  }
}
