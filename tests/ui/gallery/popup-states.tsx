import type { ComponentChildren } from 'preact'
import type { PageState } from '../../../src/browser/messages.ts'
import { NSS_ERRORS } from '../../../src/browser/surface/nss-errors.ts'
import { FULL_ACCESS } from '../../../src/ui/access/model.ts'
import { NOTHING_HELD } from '../../../src/ui/held/model.ts'
import type { PopupState } from '../../../src/ui/popup/model.ts'
import { Popup } from '../../../src/ui/popup/popup.tsx'
import {
  HOST,
  NOW,
  chain,
  connection,
  firefoxSample,
  exception,
  heldSample,
  intermediate,
  leaf,
  revokedReport,
  revokedVerdict,
  timedOut,
  unverifiedReport,
  unverifiedVerdict,
  verifiedPage,
} from '../samples.ts'
import { nothing, declaredSample, companyReport, stolenKeyVerdict, stolenKeyReport } from './shared.ts'

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

export const POPUP_STATES: Readonly<Record<string, () => ComponentChildren>> = {
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
}
