import type { Evidence } from './evidence.ts'
import type { Standing, Verdict } from './verdict.ts'

/** One certificate below the root, with all that was said about it. A plain value. */
export interface CertificateReport {
  /** SHA-256 of the DER, lower-case hex. */
  readonly fingerprint: string
  readonly role: 'leaf' | 'intermediate'
  readonly subjectName: string
  readonly issuerName: string
  /** Lower-case hex, sign byte kept. */
  readonly serial: string
  readonly notBefore: number
  readonly notAfter: number
  readonly ocspUrls: readonly string[]
  readonly crlUrls: readonly string[]
  readonly mustStaple: boolean
  /** How this certificate alone stands; the verdict is the worst over the chain. */
  readonly standing: Standing
  readonly evidence: readonly Evidence[]
}

/** A check of a whole chain, finished or (in the interstitial) under way. */
export interface ChainReport {
  readonly verdict: Verdict
  readonly certificates: readonly CertificateReport[]
  readonly rootName: string
  readonly isBuiltInRoot: boolean
  readonly startedAt: number
  readonly tookMs: number
}
