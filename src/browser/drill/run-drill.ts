import { concludeDrill, concludeUnseen, type DrillOutcome } from '../../policy/drill/conclude.ts'
import { encodeChain, type EncodedChain } from '../check/chain-store.ts'
import type { DrillCheck, Send } from '../messages.ts'
import type { AloneSight } from '../self-test/alone-probe.ts'
import type { CutOff, CutOffTargets } from './cut-off.ts'

export type DrillStep = 'looking' | 'firefox' | 'hardfail'

/** What a drill came to. A plain value. */
export interface DrillReport {
  readonly host: string
  readonly at: number
  readonly outcome: DrillOutcome
  /** The responder that was cut off, where there is one. */
  readonly responder: string | undefined
  /** What Hardfail does with the same site; undefined where its certificate was not to be seen. */
  readonly hardfail: DrillCheck | undefined
}

export interface DrillParts {
  /**
   * Opens the site to see its certificate, where it was not met before: in a tab, since what Firefox is told there it does
   * not know in a frame of ours.
   */
  readonly look: (url: string) => Promise<AloneSight>
  /** The same in a frame of ours. */
  readonly connect: (url: string) => Promise<AloneSight>
  readonly cutOff: (targets: CutOffTargets) => Promise<CutOff>
  /** Whether a request of our own gets through to the address. */
  readonly reaches: (url: string) => Promise<boolean>
  readonly send: Send
  readonly now: () => number
}

/**
 * Cuts a site's responder off for one connection, and tells what Firefox alone made of that, and what Hardfail would. The
 * permission to do so must be there. Rejects where the background does not answer.
 */
export async function runDrill(
  url: string,
  parts: DrillParts,
  onStep: (step: DrillStep) => void,
): Promise<DrillReport> {
  const { host } = new URL(url)
  onStep('looking')
  const { chain: known } = await parts.send('drill.chain', { host })
  if (known !== undefined) return drill(url, known, parts, onStep)
  const { alone, chain } = await parts.look(url)
  if (chain !== undefined) return drill(url, encodeChain(chain), parts, onStep)
  const outcome = concludeUnseen(alone)
  return { host, at: parts.now(), outcome, responder: undefined, hardfail: undefined }
}

async function drill(
  url: string,
  chain: EncodedChain,
  parts: DrillParts,
  onStep: (step: DrillStep) => void,
): Promise<DrillReport> {
  const { send, now } = parts
  const before = await send('drill.plan', { chain })
  const { responder, responders, hosts } = before.plan
  const line = await parts.cutOff({ responders: new Set(responders), hosts: new Set(hosts) })
  try {
    onStep('firefox')
    const isCutOff = responder === undefined || !(await parts.reaches(responder))
    const seen = await parts.connect(url)
    const at = now()
    const wasAsked = line.asked() > 0
    onStep('hardfail')
    // A site may have several certificates: the one that it has shown now is the one that counts.
    const shown = seen.chain === undefined ? chain : encodeChain(seen.chain)
    const { plan, earlier } = seen.chain === undefined ? before : await send('drill.plan', { chain: shown })
    const hardfail = await send('drill.check', { chain: shown })
    const outcome = concludeDrill({
      at,
      alone: seen.alone,
      wasAsked,
      isCutOff,
      isAnother: plan.responder !== responder,
      certificate: { ...plan.certificate, crlite: crliteIn(hardfail) },
      earlier,
    })
    const { fingerprint, mayBeExtended } = plan
    const { isBuiltInRoot } = shown
    const { host } = new URL(url)
    await send('drill.note', { host, fingerprint, at, wasAsked, outcome, isBuiltInRoot, mayBeExtended })
    return { host, at, outcome, responder, hardfail }
  } finally {
    line.end()
  }
}

function crliteIn({ report }: DrillCheck) {
  return report.certificates[0]?.evidence.find(({ source }) => source === 'crlite')?.status
}
