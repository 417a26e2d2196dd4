import type { FirefoxRefusal, NotChecked } from '../../src/browser/messages.ts'
import type { RemoteCause } from '../../src/browser/remote-settings/cause.ts'
import type { CollectionName } from '../../src/browser/remote-settings/config.ts'
import type { Face } from '../../src/browser/surface/face.ts'
import type { CrlNote } from '../../src/pki/crl/baseline.ts'
import type { NotCovered } from '../../src/pki/crlite/ask.ts'
import type { RevocationReason } from '../../src/pki/statement.ts'
import type { ForwardSecrecy, KeyExchange } from '../../src/policy/key-exchange.ts'
import type { Stapling } from '../../src/policy/stapling.ts'
import type { Fault, ReaderCure } from '../../src/ui/popup/refusal/explanation.ts'
import type { Guide, RecipeName } from '../../src/ui/popup/refusal/recipes.ts'
import type { Transparency } from '../../src/ui/popup/transparency.ts'
import type { Evidence, SourceId, Status } from '../../src/policy/evidence.ts'
import type { DrillOutcome, Inconclusive, NotAsked } from '../../src/policy/drill/conclude.ts'
import type { Incident } from '../../src/policy/incident.ts'
import type { Shows } from '../../src/policy/self-test/demonstration-site.ts'
import type { Fate, Guarded, Unusable } from '../../src/policy/self-test/judge-trial.ts'
import type { CertificateReport } from '../../src/policy/report.ts'
import type { BeforeSending, ExceptionDuration, Level, SourceOrder } from '../../src/policy/settings.ts'
import type { VerdictKind } from '../../src/policy/verdict.ts'
import { type Cure } from '../../src/ui/cure.ts'
import type { firefoxAlone } from '../../src/ui/firefox-alone.ts'
import type { Refusal, TextKind } from '../../src/policy/firefox-settings/reading/found.ts'
import type { Row } from '../../src/policy/firefox-settings/reading/assess.ts'
import type { MetKind } from '../../src/policy/firefox-settings/met.ts'
import { type Rating } from '../../src/policy/firefox-settings/preferences.ts'
import type { Basis, Doubt, Known, SettingId } from '../../src/policy/firefox-settings/setting.ts'
import type { CardId } from '../../src/ui/options/firefox/setting-card.tsx'
import type { Counted } from '../../src/ui/counted.ts'
import type { Way } from '../../src/ui/options/firefox/snippets.ts'
import type { GroupId } from '../../src/ui/options/groups.tsx'
import { CAUSES } from '../fakes/every-cause.ts'

// Records, so that a member that is added to a union is missed here.

export const CURES: Readonly<Record<Cure, true>> = {
  wait: true,
  network: true,
  portal: true,
  proxy: true,
  'dns-filter': true,
  slow: true,
  'https-only': true,
  clock: true,
  online: true,
  operator: true,
  tampering: true,
  'another-source': true,
  ours: true,
}

const REASONS: Readonly<Record<RevocationReason, true>> = {
  unspecified: true,
  'key-compromise': true,
  'ca-compromise': true,
  'affiliation-changed': true,
  superseded: true,
  'cessation-of-operation': true,
  'certificate-hold': true,
  'remove-from-crl': true,
  'privilege-withdrawn': true,
  'aa-compromise': true,
}

const VERDICTS: Readonly<Record<VerdictKind, true>> = {
  verified: true,
  revoked: true,
  exempt: true,
  unverified: true,
  unverifiable: true,
  overridden: true,
}

const SOURCES: Readonly<Record<SourceId, true>> = {
  onecrl: true,
  crlite: true,
  crl: true,
  ocsp: true,
  'compromised-key': true,
  firefox: true,
}

export const LEVELS: Readonly<Record<Level, true>> = { watch: true, guard: true, lockdown: true }
const DURATIONS: Readonly<Record<ExceptionDuration, true>> = { hour: true, session: true, certificate: true }
const STATUSES: Readonly<Record<Status['kind'], true>> = { good: true, revoked: true, unknown: true }
const ROLES: Readonly<Record<CertificateReport['role'], true>> = { leaf: true, intermediate: true }
const OBTAINED: Readonly<Record<Evidence['obtained'], true>> = {
  network: true,
  stored: true,
  bundled: true,
  observed: true,
}
const REFUSALS: Readonly<Record<FirefoxRefusal, true>> = {
  revoked: true,
  'unknown-certificate': true,
  'staple-missing': true,
  'try-later': true,
  'responder-failed': true,
  'responder-refused': true,
  'bad-pointer': true,
  'answer-expired': true,
  'answer-from-the-future': true,
  'answer-malformed': true,
  'answer-forged': true,
  'answer-for-another': true,
  transparency: true,
  expired: true,
  'not-yet-valid': true,
  'wrong-host': true,
  'unknown-issuer': true,
  'self-signed': true,
  distrusted: true,
  intercepted: true,
  pinned: true,
  weak: true,
  handshake: true,
  other: true,
}
const FAULTS: Readonly<Record<Fault, true>> = {
  site: true,
  authority: true,
  computer: true,
  network: true,
  attack: true,
}
const READER_CURES: Readonly<Record<ReaderCure, true>> = {
  'stay-away': true,
  wait: true,
  'wait-five-minutes': true,
  'tell-the-site': true,
  clock: true,
  address: true,
  'another-network': true,
  'ocsp-require': true,
  'add-authority': true,
  interceptor: true,
}
const GUIDES: Readonly<Record<Guide, true>> = {
  'try-later': true,
  'must-staple': true,
  'expired-staple': true,
  'wrong-staple': true,
  'spare-visitors': true,
  'new-key': true,
  'ask-authority': true,
  'server-clock': true,
  'whole-chain': true,
  'another-authority': true,
}
const RECIPES: Readonly<Record<RecipeName, true>> = {
  'apache-errors': true,
  'apache-md': true,
  'apache-proxy': true,
  nginx: true,
  'nginx-file': true,
  caddy: true,
  haproxy: true,
  'haproxy-file': true,
}

const FACES: Readonly<Record<Face, true>> = {
  verified: true,
  unverified: true,
  revoked: true,
  'not-checked': true,
  checking: true,
}

const NOT_CHECKED: Readonly<Record<NotChecked, true>> = {
  http: true,
  'browser-page': true,
  restricted: true,
  'no-access': true,
  'not-seen': true,
}

/** The texts that are looked up by a member of a union. */
const NOTES: Record<CrlNote, true> = {
  'interval-too-long': true,
  'no-authority-key-id': true,
  'no-crl-number': true,
  'no-next-update': true,
  'reissue-overdue': true,
}
const ORDERS: Record<SourceOrder, true> = { 'crl-first': true, 'ocsp-first': true }

const REMOTE_CAUSES: Readonly<Record<RemoteCause, true>> = {
  'bad-signature': true,
  'broken-chain-of-deltas': true,
  cancelled: true,
  'http-error': true,
  'internal-fault': true,
  malformed: true,
  'no-full-filter': true,
  'not-json': true,
  offline: true,
  replayed: true,
  'several-full-filters': true,
  'storage-failed': true,
  'timed-out': true,
  'too-large': true,
  'unknown-version': true,
  unreachable: true,
  'untrusted-chain': true,
  'url-refused': true,
  'wrong-hash': true,
  'wrong-size': true,
}
const COLLECTIONS: Readonly<Record<CollectionName, true>> = { onecrl: true, 'cert-revocations': true }

const NOT_COVERED: Readonly<Record<NotCovered, true>> = {
  'no-sct': true,
  'too-new': true,
  'too-old': true,
  'log-unknown': true,
}
const ALONE: Readonly<Record<NonNullable<ReturnType<typeof firefoxAlone>>, true>> = {
  'let-it-pass': true,
  'checked-nothing': true,
}

const BEFORE_SENDING: Readonly<Record<BeforeSending, true>> = {
  level: true,
  never: true,
  bodies: true,
  always: true,
}

const OPTION_GROUPS: Readonly<Record<GroupId, true>> = {
  protection: true,
  history: true,
  firefox: true,
  data: true,
}

const INCIDENTS: Readonly<Record<Incident['what'], true>> = {
  page: true,
  frame: true,
  part: true,
  continued: true,
}

const SETTINGS: Readonly<Record<SettingId, true>> = {
  'ocsp-enabled': true,
  'ocsp-require': true,
  'hard-fail': true,
  stapling: true,
  'must-staple': true,
  crlite: true,
  'https-only': true,
}
const STATES: Readonly<Record<Known['state'], true>> = { on: true, off: true, unknown: true }
const BASES: Readonly<Record<Basis, true>> = {
  pasted: true,
  'pasted-default': true,
  'prefs-file': true,
  declared: true,
  drill: true,
  asked: true,
  'not-asked': true,
  refused: true,
  'own-requests': true,
  derived: true,
}
const DOUBTS: Readonly<Record<Doubt, true>> = {
  'nothing-seen': true,
  'too-few': true,
  refused: true,
  contradicted: true,
  'without-effect': true,
  'too-old': true,
}
const UNREAD: Readonly<Record<Refusal, true>> = {
  empty: true,
  'too-large': true,
  'not-json': true,
  'other-json': true,
  'not-recognised': true,
  'no-preferences': true,
}
const TEXTS: Readonly<Record<TextKind, true>> = {
  'about-support': true,
  'prefs-js': true,
  'user-js': true,
  policies: true,
}
const STANDINGS: Readonly<Record<Row['standing'], true>> = {
  set: true,
  default: true,
  unsaid: true,
  'wrong-type': true,
}
const RATINGS: Readonly<Record<Rating, true>> = { advised: true, choice: true, weak: true }
const CARD_IDS: Readonly<Record<CardId, true>> = {
  'ocsp-require': true,
  'ocsp-enabled': true,
  stapling: true,
  'must-staple': true,
  crlite: true,
  'https-only': true,
}
const COUNTED: Readonly<Record<Counted, true>> = {
  certificate: true,
  'revoked-certificate': true,
  site: true,
  'site-in-order': true,
  authority: true,
  entry: true,
  filter: true,
  'weak-setting': true,
}
const WAY_IDS: Readonly<Record<Way, true>> = {
  'about-config': true,
  'user-js': true,
  policies: true,
  autoconfig: true,
  debian: true,
}
const MET: Readonly<Record<Exclude<MetKind, 'undecided'>, true>> = {
  crlite: true,
  'short-lived': true,
  ocsp: true,
  'crl-only': true,
  nothing: true,
  private: true,
}
const FIREFOX_CHECKS = { crlite: true, nothing: true, asks: true, 'must-answer': true }
const DRILL_OUTCOMES: Readonly<Record<DrillOutcome['kind'], true>> = {
  'hard-fail': true,
  'soft-fail': true,
  'not-asked': true,
  inconclusive: true,
}
const NOT_ASKED: Readonly<Record<NotAsked, true>> = {
  'no-responder': true,
  'another-scheme': true,
  'short-lived': true,
  covered: true,
  stapled: true,
  remembered: true,
  cached: true,
  'public-default': true,
  disabled: true,
}
const INCONCLUSIVE: Readonly<Record<Inconclusive, true>> = {
  'not-cut-off': true,
  unreachable: true,
  overridden: true,
  'another-certificate': true,
  revoked: true,
  'responder-failed': true,
  unvouched: true,
  expired: true,
  'certificate-error': true,
}
const ACTIONS: Readonly<Record<Guarded['action'], true>> = { held: true, shown: true }
const SHOWS: Readonly<Record<Shows, true>> = { revoked: true, valid: true }
const FATES: Readonly<Record<Fate, true>> = { refused: true, shown: true }
const UNUSABLE: Readonly<Record<Unusable, true>> = {
  unreachable: true,
  expired: true,
  'certificate-error': true,
  'not-revoked': true,
  revoked: true,
  fault: true,
}
const SECRECY: Readonly<Record<ForwardSecrecy, true>> = { yes: true, no: true, unknown: true }
const KEY_EXCHANGES: Readonly<Record<KeyExchange, true>> = {
  tls13: true,
  ecdhe: true,
  dhe: true,
  'static-rsa': true,
  'static-ecdh': true,
  'static-dh': true,
}
const STAPLING: Readonly<Record<Stapling, true>> = {
  'none-good': true,
  'surely-none-good': true,
  'sent-in-vain': true,
  'surely-sent-in-vain': true,
  sent: true,
  'surely-sent': true,
  unheeded: true,
  'not-insisted': true,
  hidden: true,
}
const TRANSPARENCY: Readonly<Record<Transparency, true>> = {
  'not-applicable': true,
  'policy-compliant': true,
  'policy-not-enough-scts': true,
  'policy-not-diverse-scts': true,
}

/** Keys that are put together: the prefix, and every member of the union that it goes with. */
export const FAMILIES = {
  drill_outcome: DRILL_OUTCOMES,
  drill_action: ACTIONS,
  drill_stored: ACTIONS,
  not_asked: NOT_ASKED,
  inconclusive: INCONCLUSIVE,
  trials_table: SHOWS,
  fate: FATES,
  unusable: UNUSABLE,
  cause: CAUSES,
  cure: CURES,
  reason: REASONS,
  verdict: VERDICTS,
  word: VERDICTS,
  about: VERDICTS,
  hold: VERDICTS,
  source: SOURCES,
  level: LEVELS,
  duration: DURATIONS,
  status: STATUSES,
  role: ROLES,
  obtained: OBTAINED,
  not_checked: NOT_CHECKED,
  toolbar: FACES,
  refusal: REFUSALS,
  refusal_about: REFUSALS,
  refusal_cure: READER_CURES,
  fault: FAULTS,
  guide: GUIDES,
  recipe: RECIPES,
  recipe_about: RECIPES,
  note: NOTES,
  sources: ORDERS,
  remote: REMOTE_CAUSES,
  collection: COLLECTIONS,
  too_old: COLLECTIONS,
  not_covered: NOT_COVERED,
  firefox: ALONE,
  before: BEFORE_SENDING,
  incident: INCIDENTS,
  group: OPTION_GROUPS,
  setting: SETTINGS,
  state: STATES,
  basis: BASES,
  doubt: DOUBTS,
  unread: UNREAD,
  text: TEXTS,
  standing: STANDINGS,
  rating: RATINGS,
  count_one: COUNTED,
  count_other: COUNTED,
  card: CARD_IDS,
  card_does: CARD_IDS,
  card_wrong: CARD_IDS,
  way: WAY_IDS,
  way_steps: WAY_IDS,
  met: MET,
  firefox_check: FIREFOX_CHECKS,
  secrecy: SECRECY,
  key_exchange: KEY_EXCHANGES,
  stapling: STAPLING,
  transparency: TRANSPARENCY,
} as const
