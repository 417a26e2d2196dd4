import { toHex } from '../pki/bytes.ts'
import type { Certificate } from '../pki/certificate/certificate.ts'
import { isShortLived } from '../pki/certificate/short-lived.ts'
import { Cancellation } from './cancellation.ts'
import type { Clock } from './clock.ts'
import { type Evidence, isFinal } from './evidence.ts'
import { freshnessFor } from './freshness.ts'
import { gatherEvidence } from './gather.ts'
import type { CertificateReport, ChainReport } from './report.ts'
import type { Level } from './settings.ts'
import type { Source, Subject } from './source.ts'
import { decide, rule } from './verdict.ts'

/** The chain that Firefox built, leaf first, root last. */
export interface Chain {
  readonly certificates: readonly Certificate[]
  /** SHA-256 of each certificate, lower-case hex, in the same order. */
  readonly fingerprints: readonly string[]
  readonly isBuiltInRoot: boolean
}

export interface CheckOptions {
  readonly sources: readonly Source[]
  readonly clock: Clock
  readonly level: Level
  /** How long the whole may take, ms. */
  readonly deadlineMs: number
  readonly isPrivate: boolean
  /** Asks the network first; stored evidence serves only where it says nothing. */
  readonly renew: boolean
  /** Called whenever a piece of evidence has come. */
  readonly onProgress?: (report: ChainReport) => void
}

/**
 * Gathers evidence for every certificate below the root, all at once, and decides. Ends at the deadline at the
 * latest, or as soon as one certificate is found revoked; never rejects for anything a source does.
 */
export async function checkChain(chain: Chain, options: CheckOptions): Promise<ChainReport> {
  const { clock, level } = options
  const startedAt = clock.now()
  const subjects = subjectsOf(chain)
  const evidence = subjects.map((): Evidence[] => [])
  const cancellation = new Cancellation()
  let isOverdue = false
  const report = (): ChainReport =>
    reportOn(chain, subjects, evidence, { level, startedAt, now: clock.now() })

  void clock.wait(options.deadlineMs, cancellation).then(() => {
    isOverdue = !cancellation.cancelled
    cancellation.cancel()
  })
  await Promise.all(
    subjects.map((subject, index) =>
      gatherEvidence(subject, {
        sources: options.sources,
        clock,
        level,
        inquiry: {
          now: startedAt,
          freshness: freshnessFor(subject.role, level),
          cancellation,
          isPrivate: options.isPrivate,
          renew: options.renew,
          isBackground: false,
        },
        isOverdue: () => isOverdue,
        onEvidence: (one) => {
          evidence[index]?.push(one)
          options.onProgress?.(report())
          if (one.status.kind === 'revoked' && isFinal(one, clock.now())) cancellation.cancel()
        },
      }),
    ),
  )
  cancellation.cancel()
  return report()
}

function subjectsOf({ certificates, isBuiltInRoot }: Chain): Subject[] {
  return certificates.slice(0, -1).flatMap((certificate, index) => {
    const issuer = certificates[index + 1]
    if (issuer === undefined) return []
    return [{ certificate, issuer, role: index === 0 ? 'leaf' : 'intermediate', isBuiltInRoot }]
  })
}

interface Circumstances {
  readonly level: Level
  readonly startedAt: number
  readonly now: number
}

function reportOn(
  { certificates, fingerprints, isBuiltInRoot }: Chain,
  subjects: readonly Subject[],
  evidence: readonly (readonly Evidence[])[],
  { level, startedAt, now }: Circumstances,
): ChainReport {
  const findings = subjects.map(({ certificate, role }, index) => ({
    certificate,
    fingerprint: fingerprints[index] ?? '',
    role,
    isShortLived: isShortLived(certificate),
    hasPointers: certificate.ocspUrls.length > 0 || crlUrlsOf(certificate).length > 0,
    evidence: [...(evidence[index] ?? [])],
  }))
  return {
    verdict: decide({ isBuiltInRoot, certificates: findings, level, now }),
    certificates: findings.map(
      ({ certificate, fingerprint, role, evidence, ...findings }): CertificateReport => ({
        fingerprint,
        role,
        subjectName: certificate.subjectName,
        issuerName: certificate.issuerName,
        serial: toHex(certificate.serial),
        notBefore: certificate.notBefore,
        notAfter: certificate.notAfter,
        ocspUrls: certificate.ocspUrls,
        crlUrls: crlUrlsOf(certificate),
        mustStaple: certificate.mustStaple,
        standing: rule({ role, evidence, ...findings }, { isBuiltInRoot, level, now }).standing,
        evidence,
      }),
    ),
    rootName: certificates.at(-1)?.subjectName ?? '',
    isBuiltInRoot,
    startedAt,
    tookMs: now - startedAt,
  }
}

function crlUrlsOf({ crlDistributionPoints }: Certificate): string[] {
  return crlDistributionPoints.flatMap((point) => point.urls)
}
