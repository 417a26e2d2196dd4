import type { WebRequest } from 'webextension-polyfill'
import type { Settings } from '../../policy/settings.ts'
import { faulted, overridden } from '../../policy/verdict.ts'
import { readHandshake, type Handshake } from '../handshake.ts'
import { attempt, decide, type DecideParts } from './decide.ts'
import { readRequest } from './guarded-request.ts'
import { type CheckParts, judgeChain, type Judgement, type JudgeParts } from './judge-chain.ts'
import { createReceiveChain } from './receive-chain.ts'
import { refusing } from './refusing.ts'
import type { GuardedRequest } from './sighting.ts'
import type { UnderJudgement } from './under-judgement.ts'

// The types of the API lag behind Firefox.
type Details = WebRequest.OnHeadersReceivedDetailsType & { readonly fromCache?: boolean }

export interface GuardParts extends CheckParts, DecideParts {
  readonly securityInfo: (
    requestId: string,
    options: { chain: boolean },
  ) => Promise<WebRequest.SecurityInfo | undefined>
  readonly underJudgement: Pick<UnderJudgement, 'begin' | 'end'>
}

/**
 * Decides about one response whose headers have arrived. It never throws or rejects, keeps the event page awake
 * meanwhile, and waits no longer than the settings say: in each of these cases Firefox would let the request go.
 */
export function createGuard(parts: GuardParts): (details: Details) => Promise<WebRequest.BlockingResponse> {
  const judgeParts = { ...parts, receiveChain: createReceiveChain(parts.securityInfo) }
  return refusing(async (details) => {
    const request = readRequest(details, 'sent')
    // Asked at once: it is what takes the longest. Without an answer the connection is one that nobody knows.
    const info = attempt(() => parts.securityInfo(request.requestId, { chain: false }))
    const response = await decide(request, parts, async (settings) =>
      judge(request, readHandshake(await info, details.fromCache === true), settings, judgeParts),
    )
    parts.underJudgement.end(request)
    return response
  })
}

async function judge(
  request: GuardedRequest,
  handshake: Handshake,
  settings: Settings,
  parts: JudgeParts,
): Promise<Judgement> {
  switch (handshake.kind) {
    case 'none':
      // An https: response without a word about its connection is nothing that may be let through.
      return { verdict: faulted(parts.clock.now()) }
    case 'overridden':
      return { verdict: overridden(parts.clock.now()), connection: handshake.facts }
    case 'accepted':
      return judgeChain(request, handshake, settings, parts)
  }
}
