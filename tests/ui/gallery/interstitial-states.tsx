import type { ComponentChildren } from 'preact'
import { NOTHING_HELD } from '../../../src/ui/held/model.ts'
import { Framed } from '../../../src/ui/interstitial/framed.tsx'
import { Interstitial } from '../../../src/ui/interstitial/interstitial.tsx'
import type { Hold, InterstitialState } from '../../../src/ui/interstitial/state.ts'
import {
  HOST,
  NOW,
  chain,
  checkingHold,
  goneHold,
  heldSample,
  intermediate,
  leaf,
  revokedByOcsp,
  revokedHold,
  revokedVerdict,
  unreachable,
  unverifiedBecause,
  unverifiedHold,
  unverifiedVerdict,
} from '../samples.ts'
import { nothing, companyReport, stolenKeyVerdict, stolenKeyReport } from './shared.ts'

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

const consent = {
  openedAt: NOW,
  duration: 'session',
  typedHost: '',
  wasPasted: false,
  phase: 'choosing',
} as const

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

const partialReport = chain({ ...unverifiedVerdict, cause: 'responder-unreachable' }, [
  { ...leaf, standing: 'unverified', evidence: [unreachable] },
  intermediate,
])

export const INTERSTITIAL_STATES: Readonly<Record<string, () => ComponentChildren>> = {
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
}
