import { signalOf } from '../../policy/drill/signal.ts'
import type { Signal } from '../../policy/firefox-settings/signal.ts'
import { type ChainStore, decodeChain, encodeChain, type EncodedChain } from '../check/chain-store.ts'
import type { DrillCheck } from '../messages.ts'
import type { Handlers } from '../surface/message-router.ts'
import type { DrillMemory } from './drill-memory.ts'
import { planDrill } from './drill-plan.ts'

interface DrillHandlerParts {
  readonly memory: DrillMemory
  readonly chains: Pick<ChainStore, 'find'>
  readonly check: (chain: EncodedChain) => Promise<DrillCheck>
  /** What is known of Firefox's settings goes by it. */
  readonly noteSignal: (signal: Signal) => Promise<void>
  readonly onLooking: (tabId: number) => void
}

export type DrillHandlers = Pick<
  Handlers,
  'drill.sites' | 'drill.chain' | 'drill.looking' | 'drill.plan' | 'drill.check' | 'drill.note'
>

/** What the page with the drill asks of the background. */
export function createDrillHandlers({
  memory,
  chains,
  check,
  noteSignal,
  onLooking,
}: DrillHandlerParts): DrillHandlers {
  return {
    'drill.sites': () => memory.hosts(),
    async 'drill.chain'({ host }) {
      const leaf = await memory.leafOf(host)
      const chain = leaf === undefined ? undefined : await chains.find(leaf)
      return { chain: chain && encodeChain(chain) }
    },
    async 'drill.looking'({ tabId }) {
      onLooking(tabId)
      return true
    },
    async 'drill.plan'({ chain }) {
      const plan = planDrill(decodeChain(chain))
      return { plan, earlier: await memory.lastAsked(plan.fingerprint) }
    },
    'drill.check': ({ chain }) => check(chain),
    async 'drill.note'({ host, fingerprint, wasAsked, outcome, ...where }) {
      const { at } = where
      if (outcome.kind === 'inconclusive' && outcome.why === 'another-certificate') await memory.onMoved(host)
      if (wasAsked) await memory.onAsked(fingerprint, { at, didRefuse: outcome.kind === 'hard-fail' })
      const signal = signalOf(outcome, where)
      if (signal !== undefined) await noteSignal(signal)
      return true
    },
  }
}
