import { Cancellation } from '../../policy/cancellation.ts'
import type { Settings } from '../../policy/settings.ts'
import { faulted, overridden } from '../../policy/verdict.ts'
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
  const now = parts.clock.now()
  const { handshake, chain } = (await connect(request, settings, parts)) ?? NOT_REACHED
  if (handshake.kind === 'overridden') return { verdict: overridden(now), connection: handshake.facts }
  if (handshake.kind === 'none' || chain === undefined) {
    return { verdict: { ...faulted(now), cause: 'site-unreachable' } }
  }
  const { fingerprint, facts: connection } = handshake
  return checkChain(request, { fingerprint, connection, chain }, settings, parts, renew)
}

const NOT_REACHED: Probed = { handshake: { kind: 'none' }, chain: undefined }

async function connect(
  { url }: GuardedRequest,
  { deadlineMs }: Settings,
  { probe, clock }: ProbeJudgeParts,
): Promise<Probed | undefined> {
  const cancellation = new Cancellation()
  const tooLate = clock.wait(deadlineMs, cancellation).then(() => undefined)
  const probed = await Promise.race([probe.connect(url, cancellation), tooLate])
  cancellation.cancel()
  return probed
}
