import type { ComponentChildren } from 'preact'
import type { PageState } from '../../../src/browser/messages.ts'
import { NSS_ERRORS } from '../../../src/browser/surface/nss-errors.ts'
import { DEFAULT_SETTINGS } from '../../../src/policy/settings.ts'
import { FULL_ACCESS } from '../../../src/ui/access/model.ts'
import { NOTHING_HELD } from '../../../src/ui/held/model.ts'
import { Framed } from '../../../src/ui/interstitial/framed.tsx'
import { Interstitial } from '../../../src/ui/interstitial/interstitial.tsx'
import type { Hold, InterstitialState } from '../../../src/ui/interstitial/state.ts'
import { assess } from '../../../src/policy/firefox-settings/reading/assess.ts'
import { readText } from '../../../src/policy/firefox-settings/reading/read-text.ts'
import type { Checked, FirefoxPanelState } from '../../../src/ui/options/firefox/model.ts'
import type { OptionsState } from '../../../src/ui/options/model.ts'
import { Options } from '../../../src/ui/options/options.tsx'
import type { PopupState } from '../../../src/ui/popup/model.ts'
import { Popup } from '../../../src/ui/popup/popup.tsx'
import { SELF_TEST_STATES } from './self-test-states.tsx'
import {
  HOST,
  NOW,
  chain,
  connection,
  downloading,
  firefoxSample,
  failing,
  incident,
  offlineSample,
  tooOld,
  checkingHold,
  exception,
  goneHold,
  heldSample,
  goodCrl,
  intermediate,
  leaf,
  revokedByOcsp,
  revokedHold,
  revokedReport,
  revokedVerdict,
  timedOut,
  unreachable,
  unverifiedBecause,
  unverifiedHold,
  unverifiedReport,
  unverifiedVerdict,
  verifiedPage,
} from '../samples.ts'

const nothing = () => {}

function popup(
  page: PageState | undefined,
  change: Partial<PopupState> = {},
  access = FULL_ACCESS,
): ComponentChildren {
  const state: PopupState = {
    now: NOW,
    page,
    isUnreachable: false,
    isCheckingAgain: false,
    exception: undefined,
    hasExportFailed: false,
    held: NOTHING_HELD,
    settings: undefined,
    ...change,
  }
  const actions = {
    checkAgain: nothing,
    exportEvidence: nothing,
    endException: nothing,
    openOptions: nothing,
    openSelfTest: nothing,
    copy: () => Promise.resolve(),
    retryAll: nothing,
    showTab: nothing,
    allowAccess: nothing,
  }
  return <Popup state={state} access={access} actions={actions} />
}

function hold(held: InterstitialState['hold'], change: Partial<InterstitialState> = {}): ComponentChildren {
  const state: InterstitialState = {
    now: NOW + 2_400,
    hold: held,
    outcome: held?.phase === 'settled' ? held : undefined,
    isUnreachable: false,
    consent: undefined,
    releasedAt: undefined,
    page: undefined,
    attendedSince: NOW - 60_000,
    held: NOTHING_HELD,
    ...change,
  }
  const actions = {
    goBack: nothing,
    closeTab: nothing,
    retry: nothing,
    openConsent: nothing,
    closeConsent: nothing,
    chooseDuration: nothing,
    typeHost: nothing,
    refusePaste: nothing,
    retryAll: nothing,
    showTab: nothing,
    confirm: nothing,
  }
  return <Interstitial state={state} actions={actions} />
}

function options(
  change: Partial<OptionsState> = {},
  isWelcome = false,
  panel: Partial<FirefoxPanelState> = {},
  access = FULL_ACCESS,
): ComponentChildren {
  const state: OptionsState = {
    now: NOW,
    settings: DEFAULT_SETTINGS,
    exceptions: [],
    evidence: {
      documents: 37,
      bytes: 1_840_000,
      sources: [
        { source: 'crl', documents: 12, bytes: 1_700_000 },
        { source: 'ocsp', documents: 25, bytes: 140_000 },
      ],
      oldest: NOW - 6 * 86_400_000,
      newest: NOW - 12 * 60_000,
    },
    offline: offlineSample,
    incidents: [incident, { ...incident, id: 'i2', what: 'continued', verdict: 'unverified' }],
    isUnreachable: false,
    drafts: {},
    notice: undefined,
    ...change,
  }
  const actions = {
    setLevel: nothing,
    setDuration: nothing,
    setBeforeSending: nothing,
    setSourceOrder: nothing,
    setOfflineData: nothing,
    changeException: nothing,
    clearExceptions: nothing,
    exportIncidents: nothing,
    clearIncidents: nothing,
    updateOffline: nothing,
    setMaxCrlBytes: nothing,
    typeSeconds: nothing,
    setSeconds: nothing,
    removeException: nothing,
    clearEvidence: nothing,
    checkText: nothing,
    checkFile: nothing,
    copy: () => Promise.resolve(),
    forgetFirefox: nothing,
    allowAccess: nothing,
  }
  const firefox = {
    firefox: firefoxSample,
    checked: undefined,
    notice: undefined,
    ...panel,
  }
  return <Options state={state} firefox={firefox} access={access} actions={actions} isWelcome={isWelcome} />
}

/** A text as the options show it. */
function checked(text: string, isNoted: boolean): Checked {
  const reading = readText(text)
  if (reading.kind === 'refused') return reading
  const { kind, refused, badLines } = reading.text
  return {
    kind: 'read',
    text: kind,
    rows: assess(reading.text),
    isForeign: false,
    isNoted,
    refused,
    badLines,
  }
}

const SUPPORT = JSON.stringify({
  application: { name: 'Firefox', version: '153.7.0', buildID: '20261101000000' },
  modifiedPreferences: { 'security.OCSP.require': true, 'security.pki.crlite_mode': 0 },
  lockedPreferences: { 'security.OCSP.enabled': 1, 'security.tls.enable_0rtt_data': 'no' },
})

const PREFS = `// Mozilla User Preferences
user_pref("security.OCSP.enabled", 1);
user_pref("security.OCSP.require", true);
user_pref("dom.security.https_only_mode", false);
`

const declared = { state: 'on', basis: 'declared', sureness: 'certain', since: NOW, at: NOW } as const
const declaredSample = {
  'ocsp-enabled': declared,
  'ocsp-require': declared,
  'hard-fail': { ...declared, basis: 'drill' },
  stapling: declared,
  'must-staple': { ...declared, state: 'off' },
  crlite: { ...declared, basis: 'pasted' },
  'https-only': { ...declared, sureness: 'likely', basis: 'own-requests' },
} as const

const { 'cert-revocations': filters } = offlineSample.collections
const oneFilter = {
  ...offlineSample,
  collections: {
    ...offlineSample.collections,
    'cert-revocations': { ...filters, inForce: filters.inForce && { ...filters.inForce, files: 1 } },
  },
}

const POLICIES = JSON.stringify({
  policies: { Preferences: { 'security.OCSP.require': true, 'security.pki.crlite_mode': 2 } },
})

const unknown = { state: 'unknown', doubt: 'nothing-seen', claims: [] } as const

const consent = {
  openedAt: NOW,
  duration: 'session',
  typedHost: '',
  wasPasted: false,
  phase: 'choosing',
} as const

function mustStaple(settings: PopupState['settings']): ComponentChildren {
  const certificates = [{ ...leaf, mustStaple: true }, intermediate]
  const facts = { usedEch: true, usedDelegatedCredentials: true, fromCache: true }
  const page = {
    ...verifiedPage,
    report: chain(verifiedPage.verdict, certificates),
    connection: { ...connection, ...facts },
  }
  return popup(page, { settings })
}

const { until: _, ...endless } = exception

const lasting = {
  ...endless,
  verdict: 'unverifiable',
  cause: 'no-pointer',
  duration: 'certificate',
} as const

const companyReport = {
  ...chain({ ...unverifiedVerdict, kind: 'unverifiable', cause: 'no-pointer' }, [
    {
      ...leaf,
      subjectName: 'intranet.company.example',
      issuerName: 'Company Root CA',
      standing: 'unverifiable',
      crlUrls: [],
      evidence: [],
    },
  ]),
  rootName: 'Company Root CA',
  isBuiltInRoot: false,
}

const intermediateRevoked: Hold = {
  ...revokedHold,
  verdict: { ...revokedVerdict, certificate: 1, source: 'crl' },
  report: chain({ ...revokedVerdict, certificate: 1, source: 'crl' }, [
    leaf,
    {
      ...intermediate,
      standing: 'revoked',
      evidence: [
        {
          ...revokedByOcsp,
          source: 'crl',
          status: { kind: 'revoked', at: NOW - 86_400_000, reason: undefined },
        },
      ],
    },
  ]),
}

const stolenKeyVerdict = { ...revokedVerdict, source: 'compromised-key' } as const
const stolenKeyReport = chain(stolenKeyVerdict, [
  {
    ...leaf,
    standing: 'revoked',
    evidence: [goodCrl, { ...revokedByOcsp, source: 'compromised-key', obtained: 'stored' }],
  },
  intermediate,
])

const partialReport = chain({ ...unverifiedVerdict, cause: 'responder-unreachable' }, [
  { ...leaf, standing: 'unverified', evidence: [unreachable] },
  intermediate,
])

export const STATES: Readonly<
  Record<'popup' | 'interstitial' | 'options' | 'selftest', Record<string, () => ComponentChildren>>
> = {
  popup: {
    waiting: () => popup(undefined),
    verified: () => popup(verifiedPage),
    'no-secrecy': () =>
      popup({
        ...verifiedPage,
        connection: {
          ...connection,
          protocol: 'TLSv1.2',
          cipherSuite: 'TLS_RSA_WITH_AES_128_GCM_SHA256',
          keyExchange: undefined,
          signatureScheme: undefined,
        },
      }),
    'must-staple': () => mustStaple(undefined),
    'must-staple-known': () => mustStaple(firefoxSample.settings),
    'must-staple-off': () => mustStaple(declaredSample),
    'no-staple-known': () =>
      popup(
        { ...verifiedPage, connection: { ...connection, usedOcsp: true } },
        { settings: firefoxSample.settings },
      ),
    'stolen-key': () =>
      popup({
        ...verifiedPage,
        action: 'held',
        report: stolenKeyReport,
        verdict: stolenKeyVerdict,
        key: { firstSeen: NOW - 200 * 86_400_000, others: 2, isCompromised: true },
      }),
    others: () =>
      popup({
        ...verifiedPage,
        others: [
          { host: 'static.bank.example', verdict: 'verified', action: 'allowed' },
          {
            host: 'a-rather-long-name.of-some.content-delivery.example',
            verdict: 'exempt',
            action: 'allowed',
          },
          { host: 'tracker.example', verdict: 'revoked', action: 'refused' },
          { host: 'fonts.example', verdict: 'unverified', action: 'allowed' },
        ],
      }),
    revoked: () => popup({ ...verifiedPage, action: 'held', report: revokedReport, verdict: revokedVerdict }),
    unverified: () =>
      popup({
        ...verifiedPage,
        action: 'held',
        report: unverifiedReport,
        verdict: unverifiedVerdict,
      }),
    excepted: () =>
      popup(
        { ...verifiedPage, action: 'excepted', report: unverifiedReport, verdict: unverifiedVerdict },
        { exception },
      ),
    unverifiable: () =>
      popup({
        ...verifiedPage,
        host: 'intranet.company.example',
        report: companyReport,
        verdict: companyReport.verdict,
      }),
    exempt: () =>
      popup({
        ...verifiedPage,
        report: chain({ ...unverifiedVerdict, kind: 'exempt' }, [
          { ...leaf, standing: 'exempt', evidence: [timedOut] },
          intermediate,
        ]),
        verdict: { ...unverifiedVerdict, kind: 'exempt' },
      }),
    overridden: () =>
      popup({
        ...verifiedPage,
        host: 'router.local',
        report: undefined,
        verdict: { kind: 'overridden', certificate: 0, decidedAt: NOW, until: NOW },
      }),
    checking: () => popup({ kind: 'checking', host: HOST }),
    http: () => popup({ kind: 'not-checked', reason: 'http', host: 'neverssl.example' }),
    'browser-page': () => popup({ kind: 'not-checked', reason: 'browser-page' }),
    restricted: () => popup({ kind: 'not-checked', reason: 'restricted', host: 'addons.mozilla.org' }),
    'not-seen': () => popup({ kind: 'not-checked', reason: 'not-seen', host: HOST }),
    unreachable: () => popup(undefined, { isUnreachable: true }),
    'no-access': () =>
      popup({ kind: 'not-checked', reason: 'no-access', host: HOST }, {}, { ...FULL_ACCESS, sites: false }),
    ...Object.fromEntries(
      NSS_ERRORS.map(({ refusal, name }) => [
        `refused-${refusal}`,
        () => popup({ kind: 'refused', host: HOST, refusal, error: name }),
      ]),
    ),
    'held-many': () => popup(verifiedPage, { held: heldSample }),
    'held-round': () => popup(verifiedPage, { held: { ...heldSample, round: { done: 1, total: 4 } } }),
  },
  interstitial: {
    waiting: () => hold(undefined),
    checking: () => hold(checkingHold),
    proceeding: () => hold({ ...checkingHold, report: partialReport }),
    unverified: () => hold(unverifiedHold),
    'captive-portal': () => hold(unverifiedBecause('captive-portal')),
    'dns-filtered': () => hold(unverifiedBecause('dns-filtered')),
    'proxy-login': () => hold(unverifiedBecause('proxy-login')),
    'too-slow': () => hold(unverifiedBecause('too-slow')),
    again: () => hold({ ...unverifiedHold, isTryingAgain: true }),
    'stolen-key': () => hold({ ...revokedHold, report: stolenKeyReport, verdict: stolenKeyVerdict }),
    form: () => hold({ ...unverifiedHold, method: 'POST' }),
    consent: () => hold(unverifiedHold, { consent }),
    'held-many': () => hold(unverifiedHold, { held: heldSample }),
    'held-round': () => hold(unverifiedHold, { held: { ...heldSample, round: { done: 1, total: 4 } } }),
    trap: () => hold({ ...revokedHold, cameBack: true }),
    reopening: () => hold({ phase: 'gone', url: `https://${HOST}/` }, { releasedAt: NOW - 4_000 }),
    'long-host': () =>
      hold({ ...unverifiedHold, host: `www.bank.example.${'a-very-long-label.'.repeat(10)}evil.example` }),
    pasted: () => hold(revokedHold, { consent: { ...consent, wasPasted: true } }),
    revoked: () => hold(revokedHold),
    'revoked-consent': () => hold(revokedHold, { consent: { ...consent, typedHost: HOST } }),
    refused: () => hold(revokedHold, { consent: { ...consent, phase: 'refused' } }),
    intermediate: () => hold(intermediateRevoked),
    unverifiable: () =>
      hold({
        ...unverifiedHold,
        host: 'intranet.company.example',
        url: 'https://intranet.company.example/',
        report: companyReport,
        verdict: companyReport.verdict,
      }),
    fault: () => hold({ ...unverifiedHold, report: undefined, verdict: undefined }),
    released: () => hold({ ...unverifiedHold, phase: 'released' }, { releasedAt: NOW - 9_000 }),
    gone: () => hold(goneHold),
    unreachable: () => hold(undefined, { isUnreachable: true }),
    framed: () => <Framed />,
  },
  options: {
    loading: () => options({ settings: undefined }),
    'no-access': () => options({}, false, {}, { sites: false, privateWindows: false, isDenied: true }),
    welcome: () => options({ offline: downloading }, true),
    stale: () => options({ offline: failing }),
    'too-old': () => options({ offline: tooOld }),
    empty: () => options({ evidence: { documents: 0, bytes: 0, sources: [] } }),
    full: () =>
      options({
        notice: { section: 'level', kind: 'saved' },
        exceptions: [
          exception,
          { ...lasting, id: 'e2', host: 'intranet.company.example', isPrivate: true },
          { ...endless, id: 'e3', host: 'shop.example', verdict: 'unverified', duration: 'session' },
        ],
      }),
    'firefox-nothing': () =>
      options({}, false, {
        firefox: {
          settings: {
            'ocsp-enabled': unknown,
            'ocsp-require': { ...unknown, doubt: 'without-effect' },
            'hard-fail': { ...unknown, doubt: 'contradicted' },
            stapling: unknown,
            'must-staple': unknown,
            crlite: { ...unknown, doubt: 'too-old' },
            'https-only': { ...unknown, doubt: 'too-few' },
          },
          met: { crlite: 0, 'crl-only': 0, nothing: 0, 'short-lived': 0, ocsp: 0, private: 0, undecided: 0 },
        },
        checked: checked('what is this?', false),
        notice: 'forgotten',
      }),
    'firefox-single': () =>
      options(
        {
          offline: oneFilter,
          drafts: { holdMs: { text: '1', isRejected: false } },
        },
        false,
        {
          firefox: {
            settings: declaredSample,
            met: {
              crlite: 1,
              'crl-only': 0,
              nothing: 0,
              'short-lived': 0,
              ocsp: 0,
              private: 0,
              undecided: 1,
            },
          },
          checked: checked(PREFS, true),
        },
      ),
    'firefox-checked': () => options({}, false, { checked: checked(SUPPORT, true) }),
    'firefox-policies': () =>
      options({}, false, {
        checked: checked(POLICIES, false),
      }),
    rejected: () =>
      options({
        drafts: { holdMs: { text: '99', isRejected: true } },
        notice: { section: 'evidence', kind: 'failed' },
      }),
  },
  selftest: SELF_TEST_STATES,
}
