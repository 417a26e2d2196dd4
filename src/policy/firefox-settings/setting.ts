/**
 * What of Firefox's own settings bears on revocation and can be on or off:
 * - `ocsp-enabled`: it asks the responders of ordinary certificates (`security.OCSP.enabled` is neither 0 nor 2);
 * - `ocsp-require`: `security.OCSP.require`, whatever comes of it;
 * - `hard-fail`: what the two make together: a certificate under a built-in root whose responder does not answer is refused;
 * - `stapling`, `must-staple`: `security.ssl.enable_ocsp_stapling`, `…_must_staple`;
 * - `crlite`: `security.pki.crlite_mode` enforces (2);
 * - `https-only`: HTTPS-Only Mode, in all windows.
 */
export type SettingId =
  'ocsp-enabled' | 'ocsp-require' | 'hard-fail' | 'stapling' | 'must-staple' | 'crlite' | 'https-only'

export type OnOff = 'on' | 'off'

/** How a state came to be known. */
export type Basis =
  /** From the text of about:support: what is listed there has that value. */
  | 'pasted'
  /** It is not listed there, and so at its default: Firefox's own, unless an administrator has set another. */
  | 'pasted-default'
  /** From a prefs.js: that profile's values, unless something locks others. */
  | 'prefs-file'
  /** From the managed storage: the administrator's word. */
  | 'declared'
  /** The drill: a responder was cut off, and Firefox refused, or loaded all the same. */
  | 'drill'
  /** Firefox asked a responder, which it does with some settings alone. */
  | 'asked'
  /** Firefox asked none, for many certificates for which it should have. */
  | 'not-asked'
  /** Firefox refused pages in a way that it has with some settings alone. */
  | 'refused'
  /** Our own requests over http: went out as they were, or over https: in their place. */
  | 'own-requests'
  /** It follows from two others that are known. */
  | 'derived'

/**
 * `certain`: the value itself was read, or nothing else explains what Firefox did; `likely`: something rare would. A `hint`
 * is not enough to go by; it can shake what is likely, as what is likely can shake what is certain.
 */
export type Sureness = 'certain' | 'likely' | 'hint'

/** Why nothing is said of a setting. */
export type Doubt =
  /** Nothing was seen that would tell. */
  | 'nothing-seen'
  /** Too few certificates were met for which Firefox should have asked. */
  | 'too-few'
  /** Pages were refused because a responder failed: the sites themselves may be why, by what they staple. */
  | 'refused'
  /** What was seen since does not go with what was known. */
  | 'contradicted'
  /** Firefox does the same whichever way it is, as long as another setting is as it is. */
  | 'without-effect'
  /** The last that was seen of it was too long ago. */
  | 'too-old'

/** What is known of one setting. Times are ms since the epoch. */
export type Known =
  | {
      readonly state: OnOff
      readonly basis: Basis
      readonly sureness: Exclude<Sureness, 'hint'>
      /** When it was first and last seen to be so. */
      readonly since: number
      readonly at: number
    }
  | {
      readonly state: 'unknown'
      readonly doubt: Doubt
      /** What speaks for and against, the newest last, where something does. */
      readonly claims: readonly Claim[]
    }

/** That a setting is so, by one kind of evidence. */
export interface Claim {
  readonly setting: SettingId
  readonly state: OnOff
  readonly basis: Basis
  readonly sureness: Sureness
  readonly since: number
  readonly at: number
}

export type FirefoxSettings = { readonly [S in SettingId]: Known }

export const SETTING_IDS: readonly SettingId[] = [
  'ocsp-enabled',
  'ocsp-require',
  'hard-fail',
  'stapling',
  'must-staple',
  'crlite',
  'https-only',
]
