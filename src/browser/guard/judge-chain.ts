import { actionFor } from '../../policy/action.ts'
import type { Clock } from '../../policy/clock.ts'
import type { ChainReport } from '../../policy/report.ts'
import type { RunningCheck } from '../../policy/running-checks.ts'
import type { Settings } from '../../policy/settings.ts'
import { faulted, type Verdict } from '../../policy/verdict.ts'
import { within } from '../../policy/within.ts'
import type { ChainStore } from '../check/chain-store.ts'
import type { Checker } from '../check/checker.ts'
import type { Handshake, ReceivedChain } from '../handshake.ts'
import type { ConnectionFacts } from '../messages.ts'
import { patience } from './patience.ts'
import type { ReceiveChain } from './receive-chain.ts'
import { scopeOf, type GuardedRequest } from './sighting.ts'
import type { UnderJudgement } from './under-judgement.ts'

export interface CheckParts {
  readonly checker: Checker
  readonly chains: ChainStore
  readonly clock: Clock
}

export interface JudgeParts extends CheckParts {
  readonly receiveChain: ReceiveChain
  readonly underJudgement: Pick<UnderJudgement, 'begin'>
}

/** What is known when it is time to decide about a request. */
export interface Judgement {
  /** Undefined while the check goes on. */
  readonly verdict?: Verdict
  readonly report?: ChainReport
  readonly fingerprint?: string
  readonly connection?: ConnectionFacts
  /** Where the decision could not wait: what came of the check. */
  readonly later?: Promise<Judgement>
}

/** Answers from memory for a certificate with a standing verdict; only for a new one is the chain asked for and checked, once. */
export async function judgeChain(
  request: GuardedRequest,
  { fingerprint, facts: connection }: Extract<Handshake, { kind: 'accepted' }>,
  settings: Settings,
  parts: JudgeParts,
): Promise<Judgement> {
  const party = { fingerprint, isPrivate: request.isPrivate }
  const found = { fingerprint, connection }

  const known = parts.checker.standing(party) ?? (await parts.checker.remembered(party))
  if (known !== undefined) return { ...found, report: known, verdict: known.verdict }

  parts.underJudgement.begin(request, fingerprint)
  const running = parts.checker.running(party)
  if (running !== undefined) return waitFor(running, request, found, settings, parts)

  const chain = await parts.receiveChain(request.requestId, fingerprint)
  if (chain === undefined) return { ...found, verdict: faulted(parts.clock.now()) }
  return checkChain(request, { ...found, chain }, settings, parts)
}

interface Found {
  readonly fingerprint: string
  readonly connection?: ConnectionFacts
  readonly chain: ReceivedChain
}

/** Checks a chain, and waits for what comes of it no longer than the request may. `renew` asks the CA anew. */
export async function checkChain(
  request: GuardedRequest,
  { chain, ...found }: Found,
  settings: Settings,
  parts: CheckParts,
  renew = false,
): Promise<Judgement> {
  // Without it a suspended check begins anew, and nothing else is lost.
  const kept = parts.chains.keep(chain, request.isPrivate).catch(() => undefined)
  const party = { fingerprint: found.fingerprint, isPrivate: request.isPrivate }
  const check = parts.checker.start(chain, party, settings, renew)
  const judgement = await waitFor(check, request, found, settings, parts)
  if (judgement.verdict === undefined) await kept
  return judgement
}

async function waitFor(
  check: RunningCheck,
  request: GuardedRequest,
  found: Omit<Found, 'chain'>,
  settings: Settings,
  { clock }: Pick<CheckParts, 'clock'>,
): Promise<Judgement> {
  const withReport = (report: ChainReport): Judgement => ({ ...found, report, verdict: report.verdict })
  const report = await settled(check, patience(request, settings), settings, clock)
  if (report !== undefined) return withReport(report)
  const isAllowed = actionFor('unverified', settings.level, scopeOf(request)) === 'allow'
  return isAllowed ? { ...found, later: check.result.then(withReport) } : found
}

/** Undefined where it takes longer. Who waits as long as the check may take waits for its end, which comes by itself. */
async function settled(
  { result }: RunningCheck,
  patienceMs: number,
  { deadlineMs }: Settings,
  clock: Clock,
): Promise<ChainReport | undefined> {
  if (patienceMs === 0) return undefined
  return patienceMs < deadlineMs ? within(result, patienceMs, clock) : result
}
