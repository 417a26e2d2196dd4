import { parseCertificate } from '../../pki/certificate/parse.ts'
import { mayBeExtendedValidation } from '../../pki/certificate/policies.ts'
import { FIREFOX_SHORT_LIVED_MS, hasResponder, metKindOf } from '../../policy/firefox-settings/met.ts'
import type { Signal } from '../../policy/firefox-settings/signal.ts'
import type { CertificateReport, ChainReport } from '../../policy/report.ts'
import type { ChainStore } from '../check/chain-store.ts'
import type { Sighting } from '../guard/sighting.ts'
import type { MetStore } from './met-store.ts'
import type { ShortName } from './short-names.ts'

interface ObserveParts {
  readonly met: MetStore
  readonly chains: ChainStore
  readonly shortName: ShortName
  /** Whether all that Firefox did since its start went by here. Before, it may have asked what it need not ask again. */
  readonly isWholeSession: () => Promise<boolean>
  readonly note: (signal: Signal) => Promise<void>
  readonly now: () => number
}

/** As many certificates are told apart without asking the storage. */
const LIMIT = 2_000

interface First {
  /** Whether Firefox asked a responder on the first connection that was seen: later ones resume it. */
  readonly usedOcsp: boolean
  readonly isNew: Promise<boolean>
  isJudged: boolean
  wasAsked: boolean
}

export interface Observe {
  (sighting: Sighting): void
  /** Takes every certificate for one that was not met yet. */
  readonly forget: () => void
}

/**
 * Learns from what the guard sees: which certificates are met, and whether Firefox asked a responder about them. Costs a
 * connection that was seen before a look into a map. What private windows show is never noted.
 */
export function createObserve(parts: ObserveParts): Observe {
  const seen = new Map<string, First>()

  const observe = ({ request, fingerprint, connection, report }: Sighting): void => {
    if (fingerprint === undefined || connection === undefined) return
    // What comes from the cache tells how it was when it was stored.
    if (request.isPrivate || connection.fromCache) return
    const { usedOcsp } = connection
    let first = seen.get(fingerprint)
    if (first === undefined) {
      if (seen.size >= LIMIT) seen.clear()
      const isNew = parts.met.meet(fingerprint, report === undefined ? 'undecided' : metKindOf(report))
      first = { usedOcsp, isNew, isJudged: false, wasAsked: false }
      seen.set(fingerprint, first)
    }
    if (report === undefined) return
    if (usedOcsp && !first.wasAsked) {
      first.wasAsked = true
      void noteAsked(fingerprint, report, parts)
    }
    if (first.isJudged) return
    first.isJudged = true
    void parts.met.meet(fingerprint, metKindOf(report))
    if (!first.usedOcsp && request.isSent) void noteNotAsked(report, first.isNew, parts)
  }
  return Object.assign(observe, { forget: () => seen.clear() })
}

async function noteAsked(fingerprint: string, report: ChainReport, parts: ObserveParts): Promise<void> {
  const { isBuiltInRoot } = report
  // For extended validation Firefox has rules of its own, by which it may ask whatever the settings.
  if (isBuiltInRoot && (await mayFollowOtherRules(fingerprint, parts))) return
  const issuer = await issuerOf(report, parts)
  await parts.note({ kind: 'asked', at: parts.now(), isBuiltInRoot, issuer })
}

async function mayFollowOtherRules(fingerprint: string, { chains }: ObserveParts): Promise<boolean> {
  try {
    const der = (await chains.find(fingerprint))?.certificates[0]
    return der === undefined || mayBeExtendedValidation(parseCertificate(der))
  } catch {
    return true
  }
}

async function noteNotAsked(
  report: ChainReport,
  isNew: Promise<boolean>,
  parts: ObserveParts,
): Promise<void> {
  if (!shouldBeAskedAbout(report)) return
  if (!(await isNew) || !(await parts.isWholeSession())) return
  const issuer = await issuerOf(report, parts)
  await parts.note({ kind: 'not-asked', at: parts.now(), isBuiltInRoot: report.isBuiltInRoot, issuer })
}

/** A day more than Firefox wants, in case that it counts otherwise. */
const LONG_ENOUGH_MS = FIREFOX_SHORT_LIVED_MS + 86_400_000

/** Whether Firefox would ask about it, if it asked about any at all, unless there is a staple, which nobody sees. */
function shouldBeAskedAbout({ certificates: [leaf], isBuiltInRoot }: ChainReport): boolean {
  if (leaf === undefined || leaf.mustStaple || !hasResponder(leaf)) return false
  if (leaf.notAfter - leaf.notBefore < LONG_ENOUGH_MS) return false
  // No CA of a company's is enrolled in CRLite.
  return !isBuiltInRoot || isNotCovered(leaf)
}

function isNotCovered({ evidence }: CertificateReport): boolean {
  return evidence.some(
    ({ source, status }) =>
      source === 'crlite' &&
      status.kind === 'unknown' &&
      (status.cause === 'not-covered' || status.cause === 'not-enrolled'),
  )
}

function issuerOf({ certificates: [leaf] }: ChainReport, { shortName }: ObserveParts): Promise<string> {
  return shortName(`CA ${leaf?.issuerName ?? ''}`)
}
