import type { WebRequest } from 'webextension-polyfill'
import { DEFAULT_SETTINGS, type Settings } from '../../policy/settings.ts'
import { faulted, overridden } from '../../policy/verdict.ts'
import type { Awake } from '../awake.ts'
import { readHandshake, type Handshake } from '../handshake.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import { conclude, type ConcludeParts, failClosed } from './conclude.ts'
import { readRequest } from './guarded-request.ts'
import { judgeChain, type Judgement, type JudgeParts } from './judge-chain.ts'
import type { GuardedRequest } from './sighting.ts'

// The types of the API lag behind Firefox.
type Details = WebRequest.OnHeadersReceivedDetailsType & { readonly fromCache?: boolean }

export interface GuardParts extends JudgeParts, ConcludeParts {
  readonly settings: SettingsStore
  readonly awake: Awake
}

/**
 * Decides about one response whose headers have arrived. It never throws or rejects, keeps the event page awake
 * meanwhile, and waits no longer than the settings say: in each of these cases Firefox would let the request go.
 */
export function createGuard(parts: GuardParts): (details: Details) => Promise<WebRequest.BlockingResponse> {
  return (details) => guardRequest(details, parts).catch(() => ({ cancel: true }))
}

async function guardRequest(details: Details, parts: GuardParts): Promise<WebRequest.BlockingResponse> {
  const letGo = parts.awake.hold()
  try {
    const request = readRequest(details, 'sent')
    // Asked at once: it is what takes the longest. Without an answer the connection is one that nobody knows.
    const info = parts.securityInfo(request.requestId, { chain: false }).catch(() => undefined)
    const settings = await parts.settings.load().catch(() => DEFAULT_SETTINGS)
    try {
      return await conclude(
        request,
        await judge(request, readHandshake(await info, details.fromCache === true), settings, parts),
        settings,
        parts,
      )
    } catch {
      return failClosed(request, settings, parts)
    }
  } finally {
    letGo()
  }
}

async function judge(
  request: GuardedRequest,
  handshake: Handshake,
  settings: Settings,
  parts: GuardParts,
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
