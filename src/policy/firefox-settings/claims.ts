import {
  type Drilled,
  type Facts,
  READING_IDS,
  type ReadingId,
  type Sight,
  SIGHT_IDS,
  type SightId,
} from './facts.ts'
import type { Basis, Claim, Known, OnOff, SettingId, Sureness } from './setting.ts'

type Say = (setting: SettingId, state: OnOff, sureness: Sureness) => Omit<Claim, 'since' | 'at' | 'basis'>

const say: Say = (setting, state, sureness) => ({ setting, state, sureness })

/**
 * Servers staple, and a staple is not to be seen: that Firefox asked nobody tells something only where many certificates
 * of several CAs agree. From fewer no more than a hint follows, and from very few nothing.
 */
const MANY = { certificates: 10, issuers: 2 }
const SOME = 3

/** What follows from each kind of sight; `crlite` is what is known of that setting. */
const OF_SIGHT: Readonly<Record<SightId, (sight: Sight, crlite: Known) => readonly ReturnType<Say>[]>> = {
  // Under a built-in root Firefox asks if it must have an answer, or if it was told not to go by CRLite.
  'asked-public': (_, crlite) => [
    say('ocsp-enabled', 'on', 'certain'),
    ...(crlite.state === 'off'
      ? []
      : [say('ocsp-require', 'on', sureIfOn(crlite)), say('hard-fail', 'on', sureIfOn(crlite))]),
  ],
  'asked-private': () => [say('ocsp-enabled', 'on', 'certain')],
  'not-asked-public': (sight) => quiet(sight, 'hard-fail'),
  'not-asked-private': (sight) => quiet(sight, 'ocsp-enabled'),
  // Without stapling Firefox does not miss a staple either.
  'staple-missing': () => [say('stapling', 'on', 'certain'), say('must-staple', 'on', 'certain')],
  // A server that staples its responder's internalError has the same effect, whatever the settings.
  'responder-failed': () => [say('ocsp-require', 'on', 'hint'), say('hard-fail', 'on', 'hint')],
  // A host may have asked for https: by itself (HSTS).
  upgraded: ({ count }) => [say('https-only', 'on', count > 1 ? 'likely' : 'hint')],
  'not-upgraded': () => [say('https-only', 'off', 'certain')],
}

const BASIS_OF_SIGHT: Readonly<Record<SightId, Basis>> = {
  'asked-public': 'asked',
  'asked-private': 'asked',
  'not-asked-public': 'not-asked',
  'not-asked-private': 'not-asked',
  'staple-missing': 'refused',
  'responder-failed': 'refused',
  upgraded: 'own-requests',
  'not-upgraded': 'own-requests',
}

function sureIfOn(crlite: Known): 'certain' | 'likely' {
  return crlite.state === 'on' && crlite.sureness === 'certain' ? 'certain' : 'likely'
}

function quiet({ count, witnesses }: Sight, setting: SettingId): readonly ReturnType<Say>[] {
  if (count >= MANY.certificates && witnesses.length >= MANY.issuers) return [say(setting, 'off', 'likely')]
  return count >= SOME ? [say(setting, 'off', 'hint')] : []
}

function claim(said: ReturnType<Say>, basis: Basis, { since, at }: Pick<Claim, 'since' | 'at'>): Claim {
  return { ...said, basis, since, at }
}

/** Passive knowledge ages faster than what somebody said or tried. */
const LASTS_MS = { seen: 30 * 86_400_000, read: 180 * 86_400_000 }

/** Whether a claim is recent enough; one from the future is from a clock that was set back since. */
export function isRecent({ basis, at }: Pick<Claim, 'basis' | 'at'>, now: number): boolean {
  switch (basis) {
    case 'asked':
    case 'not-asked':
    case 'refused':
    case 'own-requests':
      return now - at <= LASTS_MS.seen && at <= now
    case 'pasted':
    case 'pasted-default':
    case 'prefs-file':
    case 'drill':
      return now - at <= LASTS_MS.read && at <= now
    case 'declared':
    case 'derived':
      return at <= now
  }
}

export function claimsOf(facts: Facts, crlite: Known): readonly Claim[] {
  return [
    ...SIGHT_IDS.flatMap((id) => claimsOfSight(id, facts.sights[id], crlite)),
    ...READING_IDS.flatMap((id) => claimsOfReading(id, facts)),
    ...claimsOfDrill(facts.drill),
  ]
}

function claimsOfSight(id: SightId, sight: Sight | undefined, crlite: Known): readonly Claim[] {
  if (sight === undefined) return []
  return OF_SIGHT[id](sight, crlite).map((said) => claim(said, BASIS_OF_SIGHT[id], sight))
}

const READ: Readonly<
  Record<ReadingId, { readonly explicit: Basis; readonly absent: Basis; readonly sureness: Sureness }>
> = {
  'about-support': { explicit: 'pasted', absent: 'pasted-default', sureness: 'certain' },
  'prefs-file': { explicit: 'prefs-file', absent: 'prefs-file', sureness: 'likely' },
  declared: { explicit: 'declared', absent: 'declared', sureness: 'certain' },
}

function claimsOfReading(id: ReadingId, { readings }: Facts): readonly Claim[] {
  const { explicit, absent, sureness } = READ[id]
  return SETTINGS_READ.flatMap((setting) => {
    const reading = readings[id]?.[setting]
    if (reading === undefined) return []
    const { state, isExplicit, since, at } = reading
    const basis = isExplicit ? explicit : absent
    return [{ setting, state, basis, sureness: isExplicit ? sureness : 'likely', since, at }]
  })
}

const SETTINGS_READ = [
  'ocsp-enabled',
  'ocsp-require',
  'stapling',
  'must-staple',
  'crlite',
  'https-only',
] as const satisfies readonly SettingId[]

function claimsOfDrill(drill: Drilled | undefined): readonly Claim[] {
  if (drill === undefined) return []
  return saidByDrill(drill).map((said) => claim(said, 'drill', drill))
}

function saidByDrill({ outcome, isBuiltInRoot, mayBeHidden }: Drilled): readonly ReturnType<Say>[] {
  switch (outcome) {
    case 'refused':
      return [
        say('ocsp-enabled', 'on', 'certain'),
        say('ocsp-require', 'on', 'certain'),
        say('hard-fail', 'on', 'certain'),
      ]
    case 'loaded-although-asked':
      return [
        say('ocsp-enabled', 'on', 'certain'),
        say('ocsp-require', 'off', 'certain'),
        say('hard-fail', 'off', 'certain'),
        // It would not even have asked.
        ...(isBuiltInRoot ? [say('crlite', 'off', 'certain')] : []),
      ]
    case 'not-asked':
      return [say(isBuiltInRoot ? 'hard-fail' : 'ocsp-enabled', 'off', mayBeHidden ? 'hint' : 'likely')]
  }
}
