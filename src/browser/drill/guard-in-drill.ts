import { actionFor } from '../../policy/action.ts'
import type { Clock } from '../../policy/clock.ts'
import type { ChainReport } from '../../policy/report.ts'
import type { Evidence } from '../../policy/evidence.ts'
import type { NetworkSource, Source } from '../../policy/source.ts'
import type { Verdict } from '../../policy/verdict.ts'
import type { Awake } from '../awake.ts'
import { decodeChain, type EncodedChain } from '../check/chain-store.ts'
import { createForgetfulChecker, recallOnly } from '../check/forgetful-checker.ts'
import type { DrillCheck } from '../messages.ts'
import type { SettingsStore } from '../storage/settings-store.ts'

interface DrillCheckParts {
  readonly settings: SettingsStore
  readonly clock: Clock
  readonly awake: Awake
  /** What needs no network, and so cannot be cut off. */
  readonly offline: readonly Source[]
  /** CRL and OCSP without a store. */
  readonly network: readonly NetworkSource[]
  /** The same with all that is stored. */
  readonly stored: readonly Pick<Source, 'id' | 'recall'>[]
}

/** What the guard does about a chain whose revocation servers are cut off: with nothing but the chain, and with what is stored. */
export function createGuardInDrill(parts: DrillCheckParts): (chain: EncodedChain) => Promise<DrillCheck> {
  const { settings, clock, awake, offline, network, stored } = parts
  const over = (sources: readonly Source[]) =>
    createForgetfulChecker({ sources: () => sources, clock, awake })
  const anew = over([...offline, ...network.map(outOfReach)])
  const withStored = over([...offline, ...stored.map(recallOnly)])

  return async (encoded) => {
    const chain = decodeChain(encoded)
    const wanted = await settings.load()
    const party = { fingerprint: chain.fingerprints[0] ?? '', isPrivate: false }
    const check = (checker: typeof anew): Promise<ChainReport> => checker.start(chain, party, wanted).result
    const [report, known] = await Promise.all([check(anew), check(withStored)])
    const actionOn = ({ kind }: Verdict) =>
      actionFor(kind, wanted.level, 'page') === 'hold' ? ('held' as const) : ('shown' as const)
    return {
      level: wanted.level,
      report,
      action: actionOn(report.verdict),
      stored: { verdict: known.verdict, action: actionOn(known.verdict) },
    }
  }
}

/** The proxy that fails is our own: it stands for a server that nobody reaches. */
function outOfReach(source: NetworkSource): NetworkSource {
  return {
    id: source.id,
    recall: (...question) => source.recall(...question),
    ask: async (...question) => withoutProxy(await source.ask(...question)),
  }
}

function withoutProxy(evidence: Evidence): Evidence {
  const { status } = evidence
  if (status.kind !== 'unknown' || status.cause !== 'proxy-failed') return evidence
  return { ...evidence, status: { kind: 'unknown', cause: 'responder-unreachable' } }
}
