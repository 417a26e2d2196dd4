import type {
  ConnectionFacts,
  FirefoxState,
  HoldState,
  OfflineState,
  PageState,
  HeldState,
} from '../../src/browser/messages.ts'
import type { Cause } from '../../src/policy/cause.ts'
import type { Evidence } from '../../src/policy/evidence.ts'
import type { Exception } from '../../src/policy/exception.ts'
import { type Incident, incidentOf } from '../../src/policy/incident.ts'
import type { CertificateReport, ChainReport } from '../../src/policy/report.ts'
import type { Verdict } from '../../src/policy/verdict.ts'
import type { Hold } from '../../src/ui/interstitial/state.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export const NOW = Date.UTC(2026, 10, 17, 14, 30)
export const HOST = 'bank.example'
export const LEAF_FINGERPRINT = '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef'

export const goodCrl: Evidence = {
  source: 'crl',
  status: { kind: 'good' },
  thisUpdate: NOW - 2 * HOUR,
  nextUpdate: NOW + 4 * DAY,
  until: NOW + 4 * DAY,
  obtained: 'network',
  at: NOW - 9 * MINUTE,
  tookMs: 184,
  signer: 'R11, Let’s Encrypt',
  url: 'http://r11.c.lencr.org/47.crl',
}

export const goodIntermediateCrl: Evidence = {
  ...goodCrl,
  thisUpdate: NOW - 26 * DAY,
  nextUpdate: NOW + 150 * DAY,
  until: NOW + 150 * DAY,
  obtained: 'stored',
  at: NOW - 3 * DAY,
  signer: 'ISRG Root X1, Internet Security Research Group',
  url: 'http://x1.c.lencr.org/',
}

export const timedOut: Evidence = {
  source: 'ocsp',
  status: { kind: 'unknown', cause: 'responder-timeout', detail: 'no byte after 4,000 ms' },
  obtained: 'network',
  at: NOW - 4_000,
  tookMs: 4_000,
  url: 'http://ocsp.authority.example/',
}

export const unreachable: Evidence = {
  source: 'crl',
  status: { kind: 'unknown', cause: 'responder-unreachable', detail: 'connection refused' },
  obtained: 'network',
  at: NOW - 5_000,
  tookMs: 212,
  url: 'http://crl.authority.example/g2.crl',
}

export const revokedByOcsp: Evidence = {
  ...goodCrl,
  source: 'ocsp',
  status: { kind: 'revoked', at: Date.UTC(2026, 10, 3, 9, 12), reason: 'key-compromise' },
  signer: 'R11 responder, Let’s Encrypt',
  url: 'http://ocsp.authority.example/',
}

export const leaf: CertificateReport = {
  fingerprint: LEAF_FINGERPRINT,
  role: 'leaf',
  subjectName: HOST,
  issuerName: 'R11, Let’s Encrypt',
  serial: '04a1b2c3d4e5f60718293a4b5c6d7e8f9012',
  notBefore: NOW - 20 * DAY,
  notAfter: NOW + 70 * DAY,
  ocspUrls: [],
  crlUrls: ['http://r11.c.lencr.org/47.crl'],
  mustStaple: false,
  standing: 'verified',
  evidence: [goodCrl],
}

export const intermediate: CertificateReport = {
  ...leaf,
  fingerprint: '591e9ce6c863d3a079e9fabe1478c7339a26b21269dde795211361024ae31a44',
  role: 'intermediate',
  subjectName: 'R11, Let’s Encrypt',
  issuerName: 'ISRG Root X1, Internet Security Research Group',
  serial: '008a7d3e13d62f30ef2386bd29076b34f8',
  crlUrls: ['http://x1.c.lencr.org/'],
  evidence: [goodIntermediateCrl],
}

export const verifiedVerdict: Verdict = {
  kind: 'verified',
  certificate: 0,
  source: 'crl',
  decidedAt: NOW - 9 * MINUTE,
  until: NOW + 4 * DAY,
}

export const unverifiedVerdict: Verdict = {
  kind: 'unverified',
  certificate: 0,
  cause: 'responder-timeout',
  decidedAt: NOW,
  until: NOW + MINUTE,
}

export const revokedVerdict: Verdict = { ...verifiedVerdict, kind: 'revoked', source: 'ocsp' }

export function chain(verdict: Verdict, certificates: readonly CertificateReport[]): ChainReport {
  return {
    verdict,
    certificates,
    rootName: 'ISRG Root X1, Internet Security Research Group',
    isBuiltInRoot: true,
    startedAt: NOW - 9 * MINUTE,
    tookMs: 230,
  }
}

export const verifiedReport = chain(verifiedVerdict, [leaf, intermediate])
export const unverifiedReport = chain(unverifiedVerdict, [
  { ...leaf, standing: 'unverified', evidence: [unreachable, timedOut] },
  intermediate,
])
export const revokedReport = chain(revokedVerdict, [
  { ...leaf, standing: 'revoked', evidence: [unreachable, revokedByOcsp] },
  intermediate,
])

export const connection: ConnectionFacts = {
  protocol: 'TLSv1.3',
  cipherSuite: 'TLS_AES_128_GCM_SHA256',
  keyExchange: 'mlkem768x25519',
  signatureScheme: 'ECDSA-P256-SHA256',
  usedEch: false,
  usedDelegatedCredentials: false,
  usedOcsp: false,
  fromCache: false,
  certificateTransparency: 'policy_compliant',
}

export const verifiedPage: Extract<PageState, { kind: 'checked' }> = {
  kind: 'checked',
  host: HOST,
  action: 'allowed',
  report: verifiedReport,
  verdict: verifiedVerdict,
  connection,
  others: [],
}

export const unverifiedHold: Hold = {
  phase: 'settled',
  host: HOST,
  url: `https://${HOST}/account/overview?month=11`,
  method: 'GET',
  wasSent: true,
  startedAt: NOW - 10_000,
  deadlineMs: 10_000,
  report: unverifiedReport,
  verdict: unverifiedVerdict,
  mayContinue: 'yes',
  retryAt: NOW + 15_000,
  isTryingAgain: false,
  cameBack: false,
}

/** The same for a cause that the whole network has. */
export function unverifiedBecause(cause: Cause): Hold {
  const verdict: Verdict = { ...unverifiedVerdict, cause }
  const evidence: readonly Evidence[] = [{ ...unreachable, status: { kind: 'unknown', cause } }]
  const report = chain(verdict, [{ ...leaf, standing: 'unverified', evidence }, intermediate])
  return { ...unverifiedHold, verdict, report }
}

export const revokedHold: Hold = {
  ...unverifiedHold,
  report: revokedReport,
  verdict: revokedVerdict,
  mayContinue: 'typed-host',
  retryAt: undefined,
}

export const checkingHold: Hold = {
  ...unverifiedHold,
  phase: 'checking',
  startedAt: NOW,
  report: undefined,
  verdict: undefined,
}

export const goneHold: HoldState = { phase: 'gone' }

export const exception: Exception = {
  id: 'e1',
  host: HOST,
  fingerprint: LEAF_FINGERPRINT,
  verdict: 'unverified',
  cause: 'responder-timeout',
  duration: 'hour',
  createdAt: NOW - 10 * MINUTE,
  until: NOW + 50 * MINUTE,
  isPrivate: false,
}

export const offlineSample: OfflineState = {
  isOn: true,
  host: 'firefox.settings.services.mozilla.com',
  activity: { phase: 'idle' },
  collections: {
    onecrl: {
      lastAttempt: NOW - 3 * HOUR,
      lastSuccess: NOW - 3 * HOUR,
      failure: undefined,
      notBefore: undefined,
      inForce: {
        timestamp: NOW - 20 * 24 * HOUR,
        records: 1_918,
        effectiveTimestamp: undefined,
        files: 0,
        bytes: 0,
      },
      pending: undefined,
    },
    'cert-revocations': {
      lastAttempt: NOW - 3 * HOUR,
      lastSuccess: NOW - 3 * HOUR,
      failure: undefined,
      notBefore: undefined,
      inForce: {
        timestamp: NOW - 5 * HOUR,
        records: 36,
        effectiveTimestamp: NOW - 6 * HOUR,
        files: 36,
        bytes: 12_260_000,
      },
      pending: undefined,
    },
  },
}

export const downloading: OfflineState = {
  ...offlineSample,
  activity: { phase: 'downloading', collection: 'cert-revocations', done: 2_400_000, of: 6_126_299 },
  collections: {
    ...offlineSample.collections,
    'cert-revocations': {
      lastAttempt: NOW,
      lastSuccess: undefined,
      failure: undefined,
      notBefore: undefined,
      inForce: undefined,
      pending: { bytes: 6_126_299, missing: 3_700_000 },
    },
  },
}

export const failing: OfflineState = {
  ...offlineSample,
  collections: {
    ...offlineSample.collections,
    'cert-revocations': {
      ...offlineSample.collections['cert-revocations'],
      failure: {
        cause: 'wrong-hash',
        detail: 'default-133-0.filter.delta',
        since: NOW - 26 * HOUR,
        at: NOW - 20 * 60_000,
        attempts: 7,
      },
    },
  },
}

export const tooOld: OfflineState = {
  ...failing,
  collections: {
    onecrl: { ...offlineSample.collections.onecrl, lastSuccess: NOW - 11 * DAY },
    'cert-revocations': {
      ...failing.collections['cert-revocations'],
      lastSuccess: NOW - 11 * DAY,
      inForce: {
        timestamp: NOW - 11 * DAY,
        records: 36,
        effectiveTimestamp: NOW - 11 * DAY,
        files: 36,
        bytes: 12_260_000,
      },
    },
  },
}

export const incident: Incident = incidentOf({
  id: 'i1',
  at: NOW - 2 * HOUR,
  what: 'page',
  host: HOST,
  verdict: revokedVerdict,
  report: revokedReport,
})

/** What is known of Firefox's settings after a while. */
export const firefoxSample: FirefoxState = {
  settings: {
    'ocsp-enabled': {
      state: 'on',
      basis: 'asked',
      sureness: 'certain',
      since: NOW - 9 * DAY,
      at: NOW - HOUR,
    },
    'ocsp-require': {
      state: 'off',
      basis: 'pasted-default',
      sureness: 'likely',
      since: NOW - 2 * DAY,
      at: NOW - 2 * DAY,
    },
    'hard-fail': {
      state: 'off',
      basis: 'derived',
      sureness: 'likely',
      since: NOW - 2 * DAY,
      at: NOW - 2 * DAY,
    },
    stapling: { state: 'on', basis: 'refused', sureness: 'certain', since: NOW - 3 * DAY, at: NOW - 3 * DAY },
    'must-staple': {
      state: 'on',
      basis: 'refused',
      sureness: 'certain',
      since: NOW - 3 * DAY,
      at: NOW - 3 * DAY,
    },
    crlite: { state: 'unknown', doubt: 'nothing-seen', claims: [] },
    'https-only': { state: 'off', basis: 'own-requests', sureness: 'certain', since: NOW - 9 * DAY, at: NOW },
  },
  met: { crlite: 180, 'crl-only': 18, nothing: 2, 'short-lived': 9, ocsp: 5, private: 3, undecided: 1 },
}

export const heldSample: HeldState = {
  pages: [
    { tabId: 1, host: HOST, verdict: 'unverified', cause: 'responder-unreachable' },
    { tabId: 2, host: 'shop.example', verdict: 'revoked', cause: undefined },
    { tabId: 3, host: `www.${'very-'.repeat(9)}long.example`, verdict: 'unverified', cause: 'dns-failed' },
    { tabId: 4, host: 'news.example:8443', verdict: undefined, cause: undefined },
  ],
  round: undefined,
}
