import type { FirefoxRefusal } from '../../../browser/messages.ts'
import type { Guide } from './recipes.ts'

/** Who brought it about. */
export type Fault = 'site' | 'authority' | 'computer' | 'network' | 'attack'

/** What the reader can do. */
export type ReaderCure =
  | 'stay-away'
  | 'wait'
  /** Firefox keeps a failure for five minutes (mozilla::psm NSSCertDBTrustDomain, ServerFailureDelaySeconds). */
  | 'wait-five-minutes'
  | 'tell-the-site'
  | 'clock'
  | 'address'
  | 'another-network'
  | 'ocsp-require'
  | 'add-authority'
  | 'interceptor'

export interface Explanation {
  /** The likeliest first. */
  readonly faults: readonly Fault[]
  readonly cures: readonly ReaderCure[]
  /** What the site's administrator can do, where there is more to say than the error itself says. */
  readonly guide?: Guide
}

const EXPLANATIONS: Readonly<Record<FirefoxRefusal, Explanation>> = {
  revoked: { faults: ['site', 'attack'], cures: ['stay-away', 'tell-the-site'], guide: 'new-key' },
  'unknown-certificate': {
    faults: ['authority', 'attack'],
    cures: ['stay-away', 'wait', 'tell-the-site'],
    guide: 'ask-authority',
  },
  'staple-missing': {
    faults: ['site', 'attack'],
    cures: ['wait', 'tell-the-site'],
    guide: 'must-staple',
  },
  'try-later': {
    faults: ['site', 'authority'],
    cures: ['wait-five-minutes', 'tell-the-site', 'ocsp-require'],
    guide: 'try-later',
  },
  'responder-failed': {
    faults: ['authority', 'network', 'attack'],
    cures: ['wait-five-minutes', 'another-network', 'ocsp-require'],
    guide: 'spare-visitors',
  },
  'responder-refused': {
    faults: ['authority'],
    cures: ['wait-five-minutes', 'ocsp-require', 'tell-the-site'],
    guide: 'ask-authority',
  },
  'bad-pointer': {
    faults: ['authority'],
    cures: ['ocsp-require', 'tell-the-site'],
    guide: 'ask-authority',
  },
  'answer-expired': {
    faults: ['site', 'authority', 'computer'],
    cures: ['clock', 'tell-the-site', 'ocsp-require'],
    guide: 'expired-staple',
  },
  'answer-from-the-future': {
    faults: ['computer', 'authority'],
    cures: ['clock', 'tell-the-site', 'ocsp-require'],
    guide: 'server-clock',
  },
  'answer-malformed': {
    faults: ['network', 'authority', 'site'],
    cures: ['another-network', 'tell-the-site', 'ocsp-require'],
    guide: 'wrong-staple',
  },
  'answer-forged': {
    faults: ['attack', 'authority', 'site'],
    cures: ['stay-away', 'another-network', 'tell-the-site'],
    guide: 'wrong-staple',
  },
  'answer-for-another': {
    faults: ['site', 'authority'],
    cures: ['wait-five-minutes', 'tell-the-site', 'ocsp-require'],
    guide: 'wrong-staple',
  },
  transparency: {
    faults: ['authority', 'attack'],
    cures: ['stay-away', 'tell-the-site'],
    guide: 'ask-authority',
  },
  expired: { faults: ['site', 'computer'], cures: ['clock', 'tell-the-site'] },
  'not-yet-valid': { faults: ['computer', 'site'], cures: ['clock', 'tell-the-site'] },
  'wrong-host': { faults: ['site', 'attack'], cures: ['address', 'stay-away', 'tell-the-site'] },
  'unknown-issuer': {
    faults: ['site', 'network', 'attack'],
    cures: ['another-network', 'interceptor', 'add-authority'],
    guide: 'whole-chain',
  },
  'self-signed': {
    faults: ['site', 'network', 'attack'],
    cures: ['address', 'another-network', 'add-authority'],
  },
  distrusted: { faults: ['authority'], cures: ['tell-the-site'], guide: 'another-authority' },
  intercepted: { faults: ['computer', 'network', 'attack'], cures: ['interceptor', 'another-network'] },
  pinned: { faults: ['attack', 'computer'], cures: ['stay-away', 'another-network', 'interceptor'] },
  weak: { faults: ['site', 'authority'], cures: ['tell-the-site'], guide: 'another-authority' },
  handshake: { faults: ['site', 'network'], cures: ['wait', 'another-network', 'tell-the-site'] },
  other: { faults: ['site'], cures: ['wait', 'tell-the-site'] },
}

export function explain(refusal: FirefoxRefusal): Explanation {
  return EXPLANATIONS[refusal]
}
