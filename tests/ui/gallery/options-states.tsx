import type { ComponentChildren } from 'preact'
import { DEFAULT_SETTINGS } from '../../../src/policy/settings.ts'
import { FULL_ACCESS } from '../../../src/ui/access/model.ts'
import { assess } from '../../../src/policy/firefox-settings/reading/assess.ts'
import { readText } from '../../../src/policy/firefox-settings/reading/read-text.ts'
import type { Checked, FirefoxPanelState } from '../../../src/ui/options/firefox/model.ts'
import type { OptionsState } from '../../../src/ui/options/model.ts'
import { Options } from '../../../src/ui/options/options.tsx'
import {
  NOW,
  downloading,
  firefoxSample,
  failing,
  incident,
  offlineSample,
  tooOld,
  exception,
} from '../samples.ts'
import { nothing, declaredSample } from './shared.ts'

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

const { until: _, ...endless } = exception

const lasting = {
  ...endless,
  verdict: 'unverifiable',
  cause: 'no-pointer',
  duration: 'certificate',
} as const

export const OPTIONS_STATES: Readonly<Record<string, () => ComponentChildren>> = {
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
}
