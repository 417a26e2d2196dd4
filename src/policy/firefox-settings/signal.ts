import type { OnOff, SettingId } from './setting.ts'

/** One thing that was seen or read, and that tells of Firefox's settings. `at` is ms since the epoch. */
export type Signal = { readonly at: number } & (
  | {
      /**
       * Firefox asked a responder about a certificate that no rule of its own for extended validation applies to, on a
       * connection of its own (`asked`); or asked none though nothing is known that would have kept it from asking
       * (`not-asked`): first contact, a responder over http:, valid for long enough, no staple demanded, not covered by CRLite.
       */
      readonly kind: 'asked' | 'not-asked'
      readonly isBuiltInRoot: boolean
      /** Who issued the certificate, as a name of no meaning: so that ten certificates of one CA count as from one. */
      readonly issuer: string
    }
  /** Firefox refused a page: its certificate demands a staple that did not come, or its responder failed. */
  | { readonly kind: 'refused'; readonly why: 'staple-missing' | 'responder-failed'; readonly site: string }
  /** A request of our own over http: went out so, or Firefox made it one over https:. */
  | { readonly kind: 'own-request'; readonly wasUpgraded: boolean }
  | DrillSignal
  /** Values that were read. */
  | {
      readonly kind: 'read'
      readonly from: 'about-support' | 'prefs-file' | 'declared'
      readonly values: readonly ReadValue[]
    }
)

/**
 * What Firefox alone did while the responder of a site was cut off: `refused` the connection; `loaded-although-asked`: it
 * asked in vain and went on; `not-asked`: it did not ask. That alone tells little of the settings: the certificate may be
 * covered by CRLite, too short-lived, stapled, or known from before. `mayBeHidden` is false only where none of that may be.
 */
export interface DrillSignal {
  readonly kind: 'drill'
  readonly outcome: 'refused' | 'loaded-although-asked' | 'not-asked'
  readonly isBuiltInRoot: boolean
  readonly mayBeHidden: boolean
}

export interface ReadValue {
  readonly setting: Exclude<SettingId, 'hard-fail'>
  readonly state: OnOff
  /** It stands there. Else it is absent, and so at its default. */
  readonly isExplicit: boolean
}
