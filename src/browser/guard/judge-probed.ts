import { Cancellation } from '../../policy/cancellation.ts'
import type { Settings } from '../../policy/settings.ts'
import { faulted, overridden } from '../../policy/verdict.ts'
import { within } from '../../policy/within.ts'
import { checkChain, type CheckParts, type Judgement } from './judge-chain.ts'
import type { Probe, Probed } from './probe.ts'
import type { GuardedRequest } from './sighting.ts'

export interface ProbeJudgeParts extends CheckParts {
  readonly probe: Probe
}

/** Judges a site by what it shows to a connection of our own. `renew` asks the CA anew. */
export async function judgeProbed(
  request: GuardedRequest,
  settings: Settings,
  parts: ProbeJudgeParts,
  renew: boolean,
): Promise<Judgement> {
  const startedAt = parts.clock.now()
  const { handshake, chain } = (await connect(request, settings, parts)) ?? NOT_REACHED
  const now = parts.clock.now()
  if (handshake.kind === 'overridden') return { verdict: overridden(now), connection: handshake.facts }
  if (handshake.kind === 'none' || chain === undefined) {
    return unreachable(now)
  }
  const { fingerprint, facts: connection } = handshake
  // One deadline over both.
  const deadlineMs = Math.max(settings.deadlineMs - (now - startedAt), 0)
  // Fifty tabs of one site that is restored are one check.
  const known = renew ? undefined : parts.checker.standing({ fingerprint, isPrivate: request.isPrivate })
  if (known !== undefined) return { fingerprint, connection, report: known, verdict: known.verdict }
  return checkChain(request, { fingerprint, connection, chain }, { ...settings, deadlineMs }, parts, renew)
}

/** Nobody knows what the site would have shown. */
export function unreachable(now: number): Judgement {
  return { verdict: { ...faulted(now), cause: 'site-unreachable' } }
}

const NOT_REACHED: Probed = { handshake: { kind: 'none' }, chain: undefined }

async function connect(
  { url }: GuardedRequest,
  { deadlineMs }: Settings,
  { probe, clock }: ProbeJudgeParts,
): Promise<Probed | undefined> {
  const cancellation = new Cancellation()
  try {
    return await within(probe.connect(url, cancellation), deadlineMs, clock)
  } finally {
    cancellation.cancel()
  }
}
