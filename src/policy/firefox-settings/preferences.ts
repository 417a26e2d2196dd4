import type { OnOff, SettingId } from './setting.ts'

export type PrefValue = boolean | number | string

/** How a value of a preference bears on revocation: as we advise, a matter of taste, or a weakness. */
export type Rating = 'advised' | 'choice' | 'weak'

/** One of Firefox's preferences that bears on revocation. Facts of Firefox ESR 153. */
export interface Preference {
  readonly name: string
  readonly fallback: boolean | number
  readonly advised: boolean | number
  readonly rate: (value: boolean | number) => Rating
  /** What a value of it makes of one of the settings that are kept track of. */
  readonly setting?: Exclude<SettingId, 'hard-fail'>
  readonly stateOf?: (value: boolean | number) => OnOff
}

const onOff = (value: boolean | number): OnOff => (value === true ? 'on' : 'off')
const advisedOr =
  (advised: boolean | number, otherwise: Rating) =>
  (value: boolean | number): Rating =>
    value === advised ? 'advised' : otherwise

const TIMEOUT_HARD = 'security.OCSP.timeoutMilliseconds.hard'

export const PREFERENCES = [
  {
    name: 'security.OCSP.require',
    fallback: false,
    advised: true,
    rate: advisedOr(true, 'choice'),
    setting: 'ocsp-require',
    stateOf: onOff,
  },
  {
    name: 'security.OCSP.enabled',
    fallback: 1,
    advised: 1,
    // Any other number counts as 1; 2 asks for extended validation alone.
    rate: (value) => (value === 0 || value === 2 ? 'weak' : 'advised'),
    setting: 'ocsp-enabled',
    stateOf: (value) => (value === 0 || value === 2 ? 'off' : 'on'),
  },
  {
    name: 'security.pki.crlite_mode',
    fallback: 2,
    advised: 2,
    // What Firefox does not know it takes for 2.
    rate: (value) => (value === 0 || value === 1 ? 'weak' : 'advised'),
    setting: 'crlite',
    stateOf: (value) => (value === 0 || value === 1 ? 'off' : 'on'),
  },
  {
    name: 'security.remote_settings.crlite_filters.enabled',
    fallback: true,
    advised: true,
    rate: advisedOr(true, 'weak'),
  },
  {
    name: 'security.remote_settings.intermediates.enabled',
    fallback: true,
    advised: true,
    rate: advisedOr(true, 'choice'),
  },
  {
    name: 'security.ssl.enable_ocsp_stapling',
    fallback: true,
    advised: true,
    rate: advisedOr(true, 'weak'),
    setting: 'stapling',
    stateOf: onOff,
  },
  {
    name: 'security.ssl.enable_ocsp_must_staple',
    fallback: true,
    advised: true,
    rate: advisedOr(true, 'weak'),
    setting: 'must-staple',
    stateOf: onOff,
  },
  {
    name: 'security.pki.cert_short_lifetime_in_days',
    fallback: 10,
    advised: 10,
    rate: (value) => (Number(value) > 10 ? 'weak' : value === 10 ? 'advised' : 'choice'),
  },
  {
    name: TIMEOUT_HARD,
    fallback: 10_000,
    advised: 10_000,
    // So little that a responder of average speed counts as dead.
    rate: (value) => (Number(value) < 2_000 ? 'weak' : value === 10_000 ? 'advised' : 'choice'),
  },
  {
    name: 'security.OCSP.timeoutMilliseconds.soft',
    fallback: 2_000,
    advised: 2_000,
    rate: advisedOr(2_000, 'choice'),
  },
  {
    name: 'security.pki.certificate_transparency.mode',
    fallback: 2,
    advised: 2,
    rate: advisedOr(2, 'weak'),
  },
  {
    name: 'security.ssl.disable_session_identifiers',
    fallback: false,
    advised: false,
    rate: () => 'choice',
  },
  {
    name: 'security.tls.enable_0rtt_data',
    fallback: true,
    advised: true,
    rate: () => 'choice',
  },
  {
    name: 'dom.security.https_only_mode',
    fallback: false,
    advised: false,
    rate: () => 'choice',
    setting: 'https-only',
    stateOf: onOff,
  },
] as const satisfies readonly Preference[]

export type PreferenceName = (typeof PREFERENCES)[number]['name']

/**
 * The value that Firefox makes of one that was found for a preference: one of another type than the preference's it
 * ignores. Policies may write a boolean as a number.
 */
export function coerce(
  { fallback }: Pick<Preference, 'fallback'>,
  value: unknown,
  { isPolicy = false } = {},
): boolean | number | undefined {
  if (typeof value === 'boolean') return typeof fallback === 'boolean' ? value : undefined
  if (typeof value !== 'number' || !isInt32(value)) return undefined
  if (typeof fallback === 'number') return value
  return isPolicy && (value === 0 || value === 1) ? value === 1 : undefined
}

function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31
}
