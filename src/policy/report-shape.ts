import type { CrlNote } from '../pki/crl/baseline.ts'
import type { Evidence, SourceId, Status } from './evidence.ts'
import type { CertificateReport, ChainReport } from './report.ts'
import { hasFields, isFlag, isListOf, isNumber, isOneOf, isOptional, isText, type Shape } from './shape.ts'
import type { Standing, Verdict, VerdictKind } from './verdict.ts'

const isStanding = isOneOf<Standing>({
  verified: true,
  revoked: true,
  exempt: true,
  unverified: true,
  unverifiable: true,
})

export const isVerdictKind: Shape<VerdictKind> = (value) => value === 'overridden' || isStanding(value)

export const isSource = isOneOf<SourceId>({
  onecrl: true,
  crlite: true,
  crl: true,
  ocsp: true,
  'compromised-key': true,
  firefox: true,
})

export const isVerdict = hasFields<Verdict>({
  kind: isVerdictKind,
  certificate: isNumber,
  source: isOptional(isSource),
  decidedAt: isNumber,
  until: isNumber,
})

const hasStatusKind = hasFields<Pick<Status, 'kind'>>({
  kind: isOneOf<Status['kind']>({ good: true, revoked: true, unknown: true }),
})
const isStatus: Shape<Status> = (value): value is Status => hasStatusKind(value)

const isNote = isOneOf<CrlNote>({
  'interval-too-long': true,
  'no-authority-key-id': true,
  'no-crl-number': true,
  'no-next-update': true,
  'reissue-overdue': true,
})

export const isEvidence = hasFields<Evidence>({
  source: isSource,
  status: isStatus,
  thisUpdate: isOptional(isNumber),
  until: isOptional(isNumber),
  at: isNumber,
  tookMs: isNumber,
  signer: isOptional(isText),
  url: isOptional(isText),
  notes: isOptional(isListOf(isNote)),
  alongside: isOptional(isListOf(isText)),
})

const isCertificateReport = hasFields<CertificateReport>({
  fingerprint: isText,
  role: isOneOf<CertificateReport['role']>({ leaf: true, intermediate: true }),
  subjectName: isText,
  issuerName: isText,
  serial: isText,
  notBefore: isNumber,
  notAfter: isNumber,
  ocspUrls: isListOf(isText),
  crlUrls: isListOf(isText),
  standing: isStanding,
  evidence: isListOf(isEvidence),
})

export const isReport = hasFields<ChainReport>({
  verdict: isVerdict,
  certificates: isListOf(isCertificateReport),
  rootName: isText,
  isBuiltInRoot: isFlag,
  startedAt: isNumber,
  tookMs: isNumber,
})
