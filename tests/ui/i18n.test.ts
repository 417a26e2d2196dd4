import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
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
import { type Cure, cureOf } from '../../src/ui/cure.ts'
import type { firefoxAlone } from '../../src/ui/firefox-alone.ts'
import type { Refusal, TextKind } from '../../src/policy/firefox-settings/reading/found.ts'
import type { Row } from '../../src/policy/firefox-settings/reading/assess.ts'
import type { MetKind } from '../../src/policy/firefox-settings/met.ts'
import { PREFERENCES, type Rating } from '../../src/policy/firefox-settings/preferences.ts'
import type { Basis, Doubt, Known, SettingId } from '../../src/policy/firefox-settings/setting.ts'
import type { CardId } from '../../src/ui/options/firefox/setting-card.tsx'
import type { Counted } from '../../src/ui/counted.ts'
import type { Way } from '../../src/ui/options/firefox/snippets.ts'
import type { GroupId } from '../../src/ui/options/groups.tsx'
import { createTranslate, keyOf, localeOf } from '../../src/ui/i18n.ts'
import { CAUSES, EVERY_CAUSE } from '../fakes/every-cause.ts'
import { type Language, getMessageIn, messages } from './get-message.ts'

const LANGUAGES: readonly Language[] = ['en', 'fr']
const ROOT = new URL('../../', import.meta.url)

const CURES: Readonly<Record<Cure, true>> = {
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

const LEVELS: Readonly<Record<Level, true>> = { watch: true, guard: true, lockdown: true }
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

const FAMILIES = {
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

const familyKeys = Object.entries(FAMILIES).flatMap(([prefix, members]) =>
  Object.keys(members).map((member) => keyOf(prefix, member)),
)

const byTemplate = [
  ...Object.keys(LEVELS).map((level) => `level_${level}_about`),
  ...PREFERENCES.map(({ name }) => `preference_${name.replaceAll('.', '_')}`),
  'sources_crl_about',
  'sources_ocsp_about',
  'hold_cure_revoked',
  'hold_cure_unverifiable',
]

describe.each(LANGUAGES)('the texts in %s', (language) => {
  const entries = Object.entries(messages[language])

  it('have the keys of the English ones', () => {
    expect(Object.keys(messages[language]).toSorted()).toStrictEqual(Object.keys(messages.en).toSorted())
  })

  it('have the placeholders of the English ones', () => {
    expect(placeholdersOf(language)).toStrictEqual(placeholdersOf('en'))
  })

  it('use the placeholders that they declare, numbered in the order of their names', () => {
    const asUsed = entries.map(([key, { message }]) => [key, placeholdersIn(message)])
    const asDeclared = entries.map(([key, { placeholders = {} }]) => [key, placeholders])
    expect(asDeclared).toStrictEqual(asUsed)
  })

  it('are not empty, and carry no space at either end', () => {
    expect(entries.filter(([, { message }]) => message === '' || message !== message.trim())).toStrictEqual(
      [],
    )
  })

  it('cover every member of every union', () => {
    expect(familyKeys.filter((key) => !(key in messages[language]))).toStrictEqual([])
  })

  it('use the typographic apostrophe', () => {
    expect(entries.filter(([, { message }]) => message.includes("'"))).toStrictEqual([])
  })
})

function placeholdersOf(language: Language) {
  return Object.entries(messages[language])
    .map(([key, { placeholders }]) => ({ key, placeholders }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

function placeholdersIn(message: string): Record<string, { content: string }> {
  const names = [...message.matchAll(/\$(\w+)\$/gu)].map(([, name = '']) => name.toLowerCase())
  const inOrder = [...new Set(names)].toSorted()
  return Object.fromEntries(inOrder.map((name, index) => [name, { content: `$${index + 1}` }]))
}

it('the French texts keep their punctuation from falling to the next line', () => {
  // A narrow space before ; ! ? and a whole one before a colon and within guillemets.
  const breakable = /[^\u{202f}][;!?]|[ \u{2009}\u{202f}][:»]|[^\u{a0}]»|«[^\u{a0}]/u
  expect(Object.entries(messages.fr).filter(([, { message }]) => breakable.test(message))).toStrictEqual([])
})

it('the description fits into what addons.mozilla.org shows of it', () => {
  for (const language of LANGUAGES) {
    expect(messages[language]['description']?.message.length).toBeLessThanOrEqual(132)
  }
})

it('every text is used', () => {
  const used = new Set([...familyKeys, ...byTemplate])
  const sources = [...sourceFiles('src/ui/'), ...sourceFiles('extension/')]
  const code = [...sources, 'manifest.json']
    .map((path) => readFileSync(new URL(path, ROOT), 'utf8'))
    .join('\n')
  const unused = Object.keys(messages.en).filter(
    (key) => !used.has(key) && !new RegExp(`['"]${key}['"]|__MSG_${key}__`, 'u').test(code),
  )
  expect(unused).toStrictEqual([])
})

function sourceFiles(folder: string): string[] {
  return readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/u.test(path))
    .map((path) => folder + path)
}

describe('translate', () => {
  it('puts each value in its place, whatever the order of the words', () => {
    const values = { date: 'D', reason: 'R' }
    expect(createTranslate(getMessageIn('en'))('revoked_on_reason', values)).toBe('Revoked on D: R.')
    expect(createTranslate(getMessageIn('fr'))('revoked_on_reason', values)).toBe('Révoqué le D\u{a0}: R.')
  })

  it('writes dates in the language of the texts', () => {
    expect(localeOf(createTranslate(getMessageIn('fr')), 'fr-CA')).toBe('fr-CA')
    expect(localeOf(createTranslate(getMessageIn('en')), 'en-GB')).toBe('en-GB')
    expect(localeOf(createTranslate(getMessageIn('en')), 'de')).toBe('en')
  })
})

it('names a cure for every cause', () => {
  expect(EVERY_CAUSE.filter((cause) => !(cureOf(cause) in CURES))).toStrictEqual([])
})
