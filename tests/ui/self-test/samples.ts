import type { DrillReport } from '../../../src/browser/drill/run-drill.ts'
import type { DemonstrationSite } from '../../../src/policy/self-test/demonstration-site.ts'
import type { TriedSite } from '../../../src/policy/self-test/summarise.ts'
import {
  HOST,
  NOW,
  unverifiedReport,
  unverifiedVerdict,
  verifiedReport,
  verifiedVerdict,
} from '../samples.ts'

export const hardFailReport: DrillReport = {
  host: HOST,
  at: NOW,
  outcome: { kind: 'hard-fail', remembered: false },
  responder: 'http://ocsp.authority.example/',
  hardfail: {
    level: 'guard',
    report: unverifiedReport,
    action: 'held',
    stored: { action: 'held', verdict: unverifiedVerdict },
  },
}

export const softFailReport: DrillReport = {
  ...hardFailReport,
  at: NOW - 2 * 60_000,
  outcome: { kind: 'soft-fail' },
}

export const notAskedReport: DrillReport = {
  ...hardFailReport,
  outcome: { kind: 'not-asked', why: ['public-default', 'disabled', 'stapled', 'cached'] },
  hardfail: hardFailReport.hardfail && {
    ...hardFailReport.hardfail,
    stored: { action: 'shown', verdict: verifiedVerdict },
  },
}

export const rememberedReport: DrillReport = {
  ...hardFailReport,
  outcome: { kind: 'hard-fail', remembered: true },
}

export const coveredReport: DrillReport = {
  ...hardFailReport,
  outcome: { kind: 'not-asked', why: ['covered'] },
  hardfail: {
    level: 'guard',
    report: verifiedReport,
    action: 'shown',
    stored: { action: 'shown', verdict: verifiedVerdict },
  },
}

export const watchedReport: DrillReport = {
  ...softFailReport,
  hardfail: {
    level: 'watch',
    report: unverifiedReport,
    action: 'shown',
    stored: { action: 'shown', verdict: unverifiedVerdict },
  },
}

export const inconclusiveReport: DrillReport = {
  host: HOST,
  at: NOW,
  outcome: { kind: 'inconclusive', why: 'unreachable' },
  responder: undefined,
  hardfail: undefined,
}

export const sites: readonly DemonstrationSite[] = [
  { ca: 'Root R1', revoked: 'https://revoked.r1.example/', valid: 'https://valid.r1.example/' },
  { ca: 'Root R2', revoked: 'https://revoked.r2.example/' },
  {
    ca: 'A Rather Long Name of a Root Certification Authority - G3',
    revoked: 'https://revoked.a-long-name.of-a-root.example:444/',
  },
  { ca: 'Root R4', revoked: 'https://revoked.r4.example/', valid: 'https://valid.r4.example/' },
]

const guarded = { action: 'held', verdict: 'revoked' } as const

export const tried: readonly TriedSite[] = [
  {
    ca: 'Root R1',
    url: 'https://revoked.r1.example/',
    shows: 'revoked',
    result: { kind: 'tested', alone: 'shown', hardfail: 'refused', guarded },
  },
  {
    ca: 'Root R1',
    url: 'https://valid.r1.example/',
    shows: 'valid',
    result: {
      kind: 'tested',
      alone: 'shown',
      hardfail: 'shown',
      guarded: { action: 'shown', verdict: 'verified' },
    },
  },
  {
    ca: 'Root R2',
    url: 'https://revoked.r2.example/',
    shows: 'revoked',
    result: { kind: 'tested', alone: 'refused', hardfail: 'refused', guarded: undefined },
  },
  {
    ca: 'A Rather Long Name of a Root Certification Authority - G3',
    url: 'https://revoked.a-long-name.of-a-root.example:444/',
    shows: 'revoked',
    result: {
      kind: 'tested',
      alone: 'shown',
      hardfail: 'refused',
      guarded: { action: 'held', verdict: 'unverified', cause: 'responder-timeout' },
    },
  },
  {
    ca: 'Root R4',
    url: 'https://revoked.r4.example/',
    shows: 'revoked',
    result: { kind: 'unusable', why: 'expired' },
  },
  {
    ca: 'Root R4',
    url: 'https://valid.r4.example/',
    shows: 'valid',
    result: { kind: 'unusable', why: 'unreachable' },
  },
]
