import type { WebRequest } from 'webextension-polyfill'
import { actionFor, type Scope } from '../../policy/action.ts'
import { mustCheckBeforeSending } from '../../policy/before-sending.ts'
import type { Level } from '../../policy/settings.ts'
import type { Verdict } from '../../policy/verdict.ts'
import type { SessionTable } from '../storage/session-table.ts'
import { isLetGo } from './conclude.ts'
import { decide, type DecideParts } from './decide.ts'
import { readRequest } from './guarded-request.ts'
import type { Judgement } from './judge-chain.ts'
import { judgeProbed, type ProbeJudgeParts } from './judge-probed.ts'
import { refusing } from './refusing.ts'
import { scopeOf, type GuardedRequest } from './sighting.ts'
import type { UnderJudgement } from './under-judgement.ts'

export interface BeforeSendingParts extends ProbeJudgeParts, DecideParts {
  /** What was found before sending and is good enough for a while, by level, scope and origin. */
  readonly cleared: (isPrivate: boolean) => SessionTable<Clearance>
  readonly underJudgement: Pick<UnderJudgement, 'begin' | 'end'>
}

/** For how long what was found is good enough, milliseconds since the epoch. A plain value. */
export interface Clearance {
  readonly since: number
  readonly until: number
}

/**
 * Holds a request before anything of it is sent, until the certificate that its site shows to us is good by what its CA
 * says now. The connection that is used afterwards is judged by the guard like any other: at worst, by then, the site
 * has shown two certificates. It never throws or rejects.
 */
export function createCheckBeforeSending(
  parts: BeforeSendingParts,
): (details: WebRequest.OnBeforeRequestDetailsType) => Promise<WebRequest.BlockingResponse> {
  return refusing(async (details) => {
    const known = parts.settings.known?.()
    if (known !== undefined && !mustCheckBeforeSending(details.method, known)) return {}
    const request = readRequest(details, 'unsent')
    const cleared = parts.cleared(request.isPrivate)
    const { origin } = new URL(request.url)
    const since = parts.clock.now()
    let found: Judgement | undefined
    let level: Level = 'lockdown'
    const response = await decide(request, parts, async (settings) => {
      if (!mustCheckBeforeSending(request.method, settings)) return 'none'
      level = settings.level
      for (const scope of WIDER[scopeOf(request)]) {
        if (isCleared(await cleared.find(`${level} ${scope} ${origin}`), since)) return 'none'
      }
      parts.underJudgement.begin(request)
      found = await judgeProbed(request, settings, parts, true)
      return found
    })
    parts.underJudgement.end(request)
    if (isLetGo(response) && found?.verdict !== undefined) {
      const until = Math.min(found.verdict.until, since + LASTS_MS)
      void cleared.keep(`${level} ${reach(request, found.verdict, level)} ${origin}`, { since, until })
    }
    return response
  })
}

/** What clears a part need not be good enough for a page: a form must not follow where only a beacon may go. */
const WIDER: Readonly<Record<Scope, readonly Scope[]>> = { page: ['page'], part: ['page', 'part'] }

function reach(request: GuardedRequest, { kind }: Verdict, level: Level): Scope {
  return scopeOf(request) === 'page' || actionFor(kind, level, 'page') === 'allow' ? 'page' : 'part'
}

/** A clock that was set back must not lengthen it. */
function isCleared(clearance: Clearance | undefined, now: number): boolean {
  return clearance !== undefined && clearance.since <= now && now < clearance.until
}

/** Once for an origin and a session, as sessions are. */
const LASTS_MS = 12 * 3_600_000
