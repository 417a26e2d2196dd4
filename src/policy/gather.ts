import { Cancellation } from './cancellation.ts'
import type { Clock } from './clock.ts'
import type { Evidence } from './evidence.ts'
import { hedged } from './hedge.ts'
import { safely } from './safely.ts'
import type { Level } from './settings.ts'
import { type Inquiry, isNetworkSource, type NetworkSource, type Source, type Subject } from './source.ts'
import { isBelieved } from './verdict.ts'

/** What has sent less than that when the time is up has not sent slowly, but said nothing, bytes. */
const SLOW_BYTES = 16 * 1024

/** How long a source may be alone before the next is asked beside it, ms. */
const HEDGE_MS = 1_000

interface Gathering {
  readonly sources: readonly Source[]
  readonly clock: Clock
  readonly inquiry: Inquiry
  readonly level: Level
  readonly onEvidence: (evidence: Evidence) => void
  /** True once the time is up: then the silent sources are entered as timed out, and not merely as no longer wanted. */
  isOverdue(): boolean
}

/**
 * Asks the sources about one certificate: first all of them for what is at hand, then, if that settles nothing, one
 * after another over the network; to renew, the network comes first, whatever is at hand. Never rejects, and ends with
 * the inquiry's cancellation at the latest: a source that has not answered by then is entered as timed out.
 */
export async function gatherEvidence(subject: Subject, gathering: Gathering): Promise<void> {
  const { sources, inquiry, onEvidence } = gathering
  const isSettled = (evidence: Evidence) => isFinal(evidence, subject, gathering)
  const network = sources.filter(isNetworkSource)
  if (!inquiry.renew) {
    if ((await recallAll(sources, subject, gathering)).some(isSettled)) return
    await askInTurn(network, subject, gathering)
    return
  }
  // Begun at once, so that it takes no time of its own when the network's is up.
  const recalling = recall(network, subject, gathering)
  const offline = sources.filter((source) => !isNetworkSource(source))
  if ((await recallAll(offline, subject, gathering)).some(({ status }) => status.kind === 'revoked')) return
  const asked = await askInTurn(network, subject, gathering)
  const isAnswered = asked.some(isSettled)
  for (const evidence of await recalling) {
    if (!isAnswered || isRevocationInForce(evidence, asked)) onEvidence(evidence)
  }
}

/**
 * Whoever replays an old answer of the responder and cuts off the CRL must not make a CRL forgotten that revokes: only what
 * the same source says anew takes its place.
 */
function isRevocationInForce(
  { source, status, thisUpdate = Infinity }: Evidence,
  asked: readonly Evidence[],
) {
  const isReplaced = asked.some(
    (one) => one.source === source && one.status.kind !== 'unknown' && (one.thisUpdate ?? 0) >= thisUpdate,
  )
  return status.kind === 'revoked' && !isReplaced
}

/** Good or revoked, and believed: nobody else needs to be asked. */
function isFinal(evidence: Evidence, { role }: Subject, { level, clock }: Gathering): boolean {
  return evidence.status.kind !== 'unknown' && isBelieved(evidence, { role, level, now: clock.now() })
}

/** Each source starts when the one before it has said nothing or is slow. */
async function askInTurn(
  sources: readonly NetworkSource[],
  subject: Subject,
  gathering: Gathering,
): Promise<Evidence[]> {
  const { clock, inquiry, onEvidence } = gathering
  const asked: Evidence[] = []
  const silent = new Map(sources.map((source) => [source, 0]))
  const enter = (evidence: Evidence): void => {
    asked.push(evidence)
    onEvidence(evidence)
  }
  await hedged(
    sources.map((source) => async () => {
      const onBytes = (received: number): void => {
        if (silent.has(source)) silent.set(source, received)
      }
      const evidence = await safely(source.id, clock, () => source.ask(subject, { ...inquiry, onBytes }))
      silent.delete(source)
      return evidence
    }),
    {
      clock,
      cancellation: inquiry.cancellation,
      delayMs: HEDGE_MS,
      isFinal: (evidence) => isFinal(evidence, subject, gathering),
      onAnswer: enter,
    },
  )
  if (!gathering.isOverdue()) return asked
  for (const [source, received] of silent) {
    enter(timedOut(source, received, gathering))
    if (received >= SLOW_BYTES) source.fetchLater?.(subject, inquiry)
  }
  return asked
}

async function recallAll(
  sources: readonly Source[],
  subject: Subject,
  gathering: Gathering,
): Promise<readonly Evidence[]> {
  const recalled = await recall(sources, subject, gathering)
  for (const evidence of recalled) gathering.onEvidence(evidence)
  return recalled
}

// All of them are heard, since a revocation in one store outweighs a good answer in another.
async function recall(
  sources: readonly Source[],
  subject: Subject,
  { clock, inquiry }: Gathering,
): Promise<readonly Evidence[]> {
  const recalled: Evidence[] = []
  const waiting = new Cancellation()
  const all = Promise.all(
    sources.map(async (source) => {
      const evidence = await safely(source.id, clock, () => source.recall(subject, inquiry))
      if (evidence !== undefined && !waiting.cancelled) recalled.push(evidence)
    }),
  )
  // A store that hangs must not eat the time that the network needs.
  await Promise.race([all, clock.wait(HEDGE_MS, waiting)])
  waiting.cancel()
  return recalled
}

function timedOut(source: Source, received: number, { clock, inquiry }: Gathering): Evidence {
  const isSlow = received >= SLOW_BYTES
  return {
    source: source.id,
    status: isSlow
      ? { kind: 'unknown', cause: 'too-slow', detail: `${received} bytes had come` }
      : { kind: 'unknown', cause: 'responder-timeout' },
    obtained: 'network',
    at: inquiry.now,
    tookMs: clock.now() - inquiry.now,
  }
}
