import { claimsOf, isRecent } from './claims.ts'
import type { Facts } from './facts.ts'
import type { Claim, Doubt, FirefoxSettings, Known, SettingId, Sureness } from './setting.ts'

/**
 * What is known of Firefox's settings, from all that was seen and read. The surest claim holds, of equally sure ones the
 * newest; a newer one that contradicts it and is only one step less sure leaves nothing known. Pure.
 */
export function concludeSettings(facts: Facts, now: number): FirefoxSettings {
  const crlite = weigh(ofSetting('crlite', claimsOf(facts, NOTHING)), now)
  const claims = claimsOf(facts, crlite)
  const direct = (setting: SettingId): Known => weigh(ofSetting(setting, claims), now)

  const enabled = direct('ocsp-enabled')
  const require = direct('ocsp-require')
  const derived = hardFailFrom(enabled, require)
  const hardFail = weigh([...ofSetting('hard-fail', claims), ...derived], now)
  return {
    'ocsp-enabled': enabled,
    'ocsp-require': requireFrom(require, enabled, direct('hard-fail')),
    'hard-fail': hardFail,
    stapling: direct('stapling'),
    'must-staple': direct('must-staple'),
    crlite,
    'https-only': direct('https-only'),
  }
}

const NOTHING: Known = { state: 'unknown', doubt: 'nothing-seen', claims: [] }

function ofSetting(setting: SettingId, claims: readonly Claim[]): readonly Claim[] {
  return claims.filter((claim) => claim.setting === setting)
}

const STEP: Readonly<Record<Sureness, number>> = { certain: 2, likely: 1, hint: 0 }

function weigh(all: readonly Claim[], now: number): Known {
  const claims = all.filter((claim) => isRecent(claim, now)).toSorted((a, b) => a.at - b.at)
  const doubt = (why: Doubt): Known => ({ state: 'unknown', doubt: why, claims })
  const best = claims.toSorted((a, b) => STEP[b.sureness] - STEP[a.sureness] || b.at - a.at)[0]
  if (best === undefined) return doubt(all.length > 0 ? 'too-old' : 'nothing-seen')
  const { state, basis, sureness, since, at } = best
  if (sureness === 'hint') return doubt(basis === 'refused' ? 'refused' : 'too-few')
  const isShaken = claims.some(
    (claim) => claim.state !== state && claim.at > at && STEP[claim.sureness] >= STEP[sureness] - 1,
  )
  return isShaken ? doubt('contradicted') : { state, basis, sureness, since, at }
}

/** Firefox refuses only if it asks and must have an answer. */
function hardFailFrom(enabled: Known, require: Known): readonly Claim[] {
  const setting = 'hard-fail'
  const basis = 'derived'
  const off = [enabled, require].flatMap((known) => (known.state === 'off' ? [known] : []))
  if (off.length > 0) {
    return off.map(({ state, sureness, since, at }) => ({ setting, state, basis, sureness, since, at }))
  }
  if (enabled.state !== 'on' || require.state !== 'on') return []
  return [
    {
      setting,
      state: 'on',
      basis,
      sureness: lesser(enabled.sureness, require.sureness),
      since: Math.max(enabled.since, require.since),
      at: Math.min(enabled.at, require.at),
    },
  ]
}

/** Where nothing tells of `security.OCSP.require` itself: it must be off where Firefox asks and does not refuse. */
function requireFrom(require: Known, enabled: Known, hardFail: Known): Known {
  if (require.state !== 'unknown' || require.doubt === 'contradicted') return require
  if (enabled.state === 'off') return { ...require, doubt: 'without-effect' }
  if (enabled.state !== 'on' || hardFail.state !== 'off') return require
  return {
    state: 'off',
    basis: 'derived',
    sureness: lesser(enabled.sureness, hardFail.sureness),
    since: Math.max(enabled.since, hardFail.since),
    at: Math.min(enabled.at, hardFail.at),
  }
}

function lesser(a: 'certain' | 'likely', b: 'certain' | 'likely'): 'certain' | 'likely' {
  return a === 'likely' || b === 'likely' ? 'likely' : 'certain'
}
