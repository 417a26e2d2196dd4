import type { ChainReport } from '../../src/policy/report.ts'
import type { Verdict } from '../../src/policy/verdict.ts'

const NOW = Date.UTC(2026, 10, 22)

export function report(verdict: Partial<Verdict> = {}): ChainReport {
  return {
    verdict: { kind: 'verified', certificate: 0, decidedAt: NOW, until: NOW + 3_600_000, ...verdict },
    certificates: [],
    rootName: 'Root',
    isBuiltInRoot: true,
    startedAt: NOW,
    tookMs: 7,
  }
}

export const GOOD = report({ kind: 'verified', source: 'ocsp' })
export const REVOKED = report({ kind: 'revoked', source: 'crl' })
export const UNREACHABLE = report({ kind: 'unverified', cause: 'responder-unreachable' })
