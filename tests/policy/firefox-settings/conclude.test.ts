import {
  anything,
  type Arbitrary,
  array,
  assert,
  boolean,
  constantFrom,
  integer,
  property,
  record,
} from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concludeSettings } from '../../../src/policy/firefox-settings/conclude.ts'
import { type Facts, NO_FACTS } from '../../../src/policy/firefox-settings/facts.ts'
import { noteSignal } from '../../../src/policy/firefox-settings/note.ts'
import { parseFacts } from '../../../src/policy/firefox-settings/parse-facts.ts'
import type { ReadValue, Signal } from '../../../src/policy/firefox-settings/signal.ts'
import type { FirefoxSettings, SettingId } from '../../../src/policy/firefox-settings/setting.ts'

const DAY = 86_400_000
const T = Date.UTC(2026, 10, 17)

const noteAll = (signals: readonly Signal[], facts: Facts = NO_FACTS): Facts =>
  signals.reduce((all, signal) => noteSignal(all, signal), facts)

const known = (signals: readonly Signal[], now = T + DAY): FirefoxSettings =>
  concludeSettings(noteAll(signals), now)

const asked = (at = T, isBuiltInRoot = true): Signal => ({ kind: 'asked', at, isBuiltInRoot, issuer: 'a' })

const notAsked = (count: number, { at = T, issuers = 2, isBuiltInRoot = true } = {}): Signal[] =>
  Array.from({ length: count }, (_, n) => ({
    kind: 'not-asked',
    at: at + n,
    isBuiltInRoot,
    issuer: `${n % issuers}`,
  }))

const drill = (
  outcome: 'refused' | 'loaded-although-asked' | 'not-asked',
  { at = T, isBuiltInRoot = true, mayBeHidden = true } = {},
): Signal => ({ kind: 'drill', at, outcome, isBuiltInRoot, mayBeHidden })

const read = (
  from: 'about-support' | 'prefs-file' | 'declared',
  states: { readonly [S in ReadValue['setting']]?: 'on' | 'off' },
  { at = T, isExplicit = true } = {},
): Signal => ({
  kind: 'read',
  at,
  from,
  values: (['ocsp-enabled', 'ocsp-require', 'stapling', 'must-staple', 'crlite', 'https-only'] as const)
    .filter((setting) => states[setting] !== undefined)
    .map((setting) => ({ setting, state: states[setting] ?? 'off', isExplicit })),
})

const upgraded = (at: number): Signal => ({ kind: 'own-request', at, wasUpgraded: true })

const declared = (at: number): Signal => read('declared', { 'ocsp-require': 'on' }, { at })

describe('without anything seen', () => {
  it('nothing is known of any setting', () => {
    for (const one of Object.values(known([]))) {
      expect(one).toEqual({ state: 'unknown', doubt: 'nothing-seen', claims: [] })
    }
  })
})

describe('a responder that Firefox asked', () => {
  it('for a public CA means, most likely, that it must have an answer', () => {
    const state = known([asked()])
    expect(state['ocsp-enabled']).toMatchObject({ state: 'on', sureness: 'certain', basis: 'asked' })
    expect(state['ocsp-require']).toMatchObject({ state: 'on', sureness: 'likely', since: T, at: T })
    expect(state['hard-fail']).toMatchObject({ state: 'on', sureness: 'likely' })
  })

  it('means it for certain where CRLite was read to be enforced', () => {
    const state = known([read('about-support', { crlite: 'on' }), asked(T + 1)])
    expect(state['ocsp-require']).toMatchObject({ state: 'on', sureness: 'certain' })
  })

  it('means nothing of the kind where CRLite is not enforced', () => {
    const state = known([read('about-support', { crlite: 'off' }), asked(T + 1)])
    expect(state['ocsp-enabled'].state).toBe('on')
    expect(state['ocsp-require'].state).toBe('unknown')
    expect(state['hard-fail'].state).toBe('unknown')
  })

  it('for a company’s CA tells nothing of what happens without an answer', () => {
    const state = known([asked(T, false)])
    expect(state['ocsp-enabled']).toMatchObject({ state: 'on', sureness: 'certain' })
    expect(state['ocsp-require']).toMatchObject({ state: 'unknown', doubt: 'nothing-seen' })
  })
})

describe('responders that Firefox did not ask', () => {
  it.each([
    [9, 2, 'too-few'],
    [30, 1, 'too-few'],
    [2, 2, 'nothing-seen'],
  ])('%i certificates of %i CAs are not enough', (count, issuers, doubt) => {
    expect(known(notAsked(count, { issuers }))['hard-fail']).toMatchObject({ state: 'unknown', doubt })
  })

  it('ten certificates of two public CAs mean that it does not hard-fail, and no more', () => {
    const state = known(notAsked(10))
    expect(state['hard-fail']).toMatchObject({ state: 'off', sureness: 'likely', basis: 'not-asked' })
    expect(state['ocsp-require'].state).toBe('unknown')
    expect(state['ocsp-enabled'].state).toBe('unknown')
  })

  it('if it does ask those of a company’s CA, require must be off', () => {
    const state = known([...notAsked(10), asked(T + 20, false)])
    expect(state['ocsp-require']).toMatchObject({ state: 'off', sureness: 'likely', basis: 'derived' })
  })

  it('if it asks nobody at all, require may be either', () => {
    const state = known([...notAsked(10), ...notAsked(10, { isBuiltInRoot: false })])
    expect(state['ocsp-enabled']).toMatchObject({ state: 'off', sureness: 'likely' })
    expect(state['ocsp-require']).toMatchObject({ state: 'unknown', doubt: 'without-effect' })
    expect(state['hard-fail'].state).toBe('off')
  })

  it('a single one that is asked after all ends the count', () => {
    expect(
      known([...notAsked(9), asked(T + 10), notAsked(1, { at: T + 11 })[0] ?? asked()])['hard-fail'].state,
    ).toBe('on')
  })

  it('a few of them shake an earlier sight, and many replace it', () => {
    expect(known([asked(), ...notAsked(2, { at: T + 1 })])['hard-fail'].state).toBe('on')
    expect(known([asked(), ...notAsked(3, { at: T + 1 })])['hard-fail']).toMatchObject({
      state: 'unknown',
      doubt: 'contradicted',
    })
    expect(known([asked(), ...notAsked(10, { at: T + 1 })])['hard-fail'].state).toBe('off')
  })
})

describe('a page that Firefox refused', () => {
  it('for a missing staple means that it goes by staples', () => {
    const state = known([{ kind: 'refused', at: T, why: 'staple-missing', site: 's' }])
    expect(state.stapling).toMatchObject({ state: 'on', sureness: 'certain', basis: 'refused' })
    expect(state['must-staple'].state).toBe('on')
  })

  it('for its responder is no more than a hint: servers staple errors too', () => {
    const state = known([{ kind: 'refused', at: T, why: 'responder-failed', site: 's' }])
    expect(state['hard-fail']).toMatchObject({ state: 'unknown', doubt: 'refused' })
    expect(state['ocsp-require']).toMatchObject({ state: 'unknown', doubt: 'refused' })
  })
})

describe('requests of our own', () => {
  it('that go out over http: rule HTTPS-Only Mode out', () => {
    const state = known([{ kind: 'own-request', at: T, wasUpgraded: false }])
    expect(state['https-only']).toMatchObject({ state: 'off', sureness: 'certain' })
  })

  it('that become https: mean it only if that is no exception', () => {
    expect(known([upgraded(T)])['https-only'].state).toBe('unknown')
    expect(known([upgraded(T), upgraded(T + 11 * 60_000)])['https-only']).toMatchObject({
      state: 'on',
      sureness: 'likely',
    })
  })
})

describe('the drill', () => {
  it('that ends in a refusal proves hard-fail', () => {
    const state = known([drill('refused')])
    for (const setting of ['ocsp-enabled', 'ocsp-require', 'hard-fail'] as const) {
      expect(state[setting]).toMatchObject({ state: 'on', sureness: 'certain', basis: 'drill' })
    }
  })

  it('that ends in a page although a responder was asked proves that there is none', () => {
    const state = known([drill('loaded-although-asked', { isBuiltInRoot: false })])
    expect(state['ocsp-enabled']).toMatchObject({ state: 'on', sureness: 'certain' })
    expect(state['ocsp-require']).toMatchObject({ state: 'off', sureness: 'certain' })
    expect(state.crlite.state).toBe('unknown')
    expect(known([drill('loaded-although-asked')]).crlite.state).toBe('off')
  })

  it('without a question tells nothing where something may have hidden it', () => {
    expect(known([drill('not-asked')])['hard-fail'].state).toBe('unknown')
    expect(known([drill('not-asked', { mayBeHidden: false })])['hard-fail']).toMatchObject({
      state: 'off',
      sureness: 'likely',
    })
  })

  it.each(['refused', 'loaded-although-asked'] as const)(
    'replaces what was seen and drilled before (%s)',
    (outcome) => {
      const earlier = [
        asked(),
        ...notAsked(20),
        drill(outcome === 'refused' ? 'loaded-although-asked' : 'refused'),
      ]
      const state = known([...earlier, drill(outcome, { at: T + DAY / 2 })])
      expect(state['hard-fail']).toMatchObject({
        basis: 'drill',
        state: outcome === 'refused' ? 'on' : 'off',
      })
    },
  )
})

describe('values that were read', () => {
  it('are certain where they are listed, and likely where they are at their default', () => {
    const listed = known([read('about-support', { 'ocsp-enabled': 'on', 'ocsp-require': 'on' })])
    expect(listed['hard-fail']).toMatchObject({ state: 'on', sureness: 'certain', basis: 'derived' })
    const absent = known([read('about-support', { 'ocsp-require': 'off' }, { isExplicit: false })])
    expect(absent['ocsp-require']).toMatchObject({
      state: 'off',
      sureness: 'likely',
      basis: 'pasted-default',
    })
  })

  it('say that require has no effect while responders are not asked', () => {
    const state = known([read('about-support', { 'ocsp-enabled': 'off', 'ocsp-require': 'on' })])
    expect(state['ocsp-require'].state).toBe('on')
    expect(state['hard-fail']).toMatchObject({ state: 'off', sureness: 'certain' })
  })

  it('of a newer text replace those of an older one, and what was seen before', () => {
    const state = known([
      asked(),
      read('about-support', { 'ocsp-require': 'on', 'ocsp-enabled': 'on' }, { at: T + 1 }),
      read('about-support', { 'ocsp-require': 'off', 'ocsp-enabled': 'on' }, { at: T + 2 }),
    ])
    expect(state['hard-fail']).toMatchObject({ state: 'off', at: T + 2 })
  })

  it('are in doubt once Firefox does what does not go with them', () => {
    const pasted = read('about-support', { 'ocsp-require': 'off', 'ocsp-enabled': 'on' })
    const state = known([pasted, asked(T + 1)])
    expect(state['ocsp-require']).toMatchObject({ state: 'unknown', doubt: 'contradicted' })
    expect(known([asked(T - 1), pasted])['ocsp-require'].state).toBe('off')
  })

  it('that are declared get no newer by being declared again', () => {
    const once = noteAll([declared(T)])
    expect(noteSignal(once, declared(T + 5 * DAY))).toBe(once)
    const state = concludeSettings(
      noteAll([drill('loaded-although-asked', { at: T + 1 }), declared(T + 2)], once),
      T + DAY,
    )
    expect(state['ocsp-require']).toMatchObject({ state: 'off', basis: 'drill' })
  })
})

describe('time', () => {
  it('makes what was seen too old after a month, and what was read after half a year', () => {
    expect(known([asked()], T + 31 * DAY)['ocsp-require']).toMatchObject({
      state: 'unknown',
      doubt: 'too-old',
    })
    const pasted = [read('about-support', { 'ocsp-require': 'on' })]
    expect(known(pasted, T + 31 * DAY)['ocsp-require'].state).toBe('on')
    expect(known(pasted, T + 181 * DAY)['ocsp-require'].state).toBe('unknown')
  })

  it('that was set back makes what is dated later count for nothing', () => {
    expect(known([asked(T + DAY)], T)['ocsp-enabled'].state).toBe('unknown')
  })

  it('keeps the first moment and moves the last, but not for every connection', () => {
    const first = noteAll([asked(T)])
    expect(noteSignal(first, asked(T + 60_000))).toBe(first)
    const later = concludeSettings(noteSignal(first, asked(T + 3_600_000)), T + DAY)
    expect(later['ocsp-enabled']).toMatchObject({ since: T, at: T + 3_600_000 })
  })
})

/** A Firefox with these settings, and what it lets be seen of one certificate. */
interface Firefox {
  readonly enabled: 0 | 1 | 2
  readonly require: boolean
}

interface Event {
  readonly kind: 'visit' | 'drill' | 'paste' | 'refused'
  readonly isBuiltInRoot: boolean
  readonly issuer: string
  readonly minutes: number
}

const truthOf = ({ enabled, require }: Firefox): Partial<Record<SettingId, 'on' | 'off'>> => ({
  'ocsp-enabled': enabled === 1 ? 'on' : 'off',
  'ocsp-require': require ? 'on' : 'off',
  'hard-fail': enabled === 1 && require ? 'on' : 'off',
})

const asks = ({ enabled, require }: Firefox, isBuiltInRoot: boolean): boolean =>
  enabled === 1 && (require || !isBuiltInRoot)

describe('whatever is seen, in whatever order', () => {
  const firefox: Arbitrary<Firefox> = record({
    enabled: constantFrom(0, 1, 2),
    require: boolean(),
  })
  const event: Arbitrary<Event> = record({
    kind: constantFrom('visit', 'visit', 'visit', 'drill', 'paste', 'refused'),
    isBuiltInRoot: boolean(),
    issuer: constantFrom('a', 'b', 'c'),
    minutes: integer({ min: 0, max: 5_000 }),
  })

  const signalOf = (settings: Firefox, { kind, isBuiltInRoot, issuer }: Event, at: number): Signal => {
    const isAsked = asks(settings, isBuiltInRoot)
    switch (kind) {
      case 'visit':
        return { kind: isAsked ? 'asked' : 'not-asked', at, isBuiltInRoot, issuer }
      case 'drill':
        return drill(isAsked ? (settings.require ? 'refused' : 'loaded-although-asked') : 'not-asked', {
          at,
          isBuiltInRoot,
        })
      case 'refused':
        // What a server staples: whatever the settings.
        return { kind: 'refused', at, why: 'responder-failed', site: issuer }
      case 'paste':
        return read(
          'about-support',
          {
            'ocsp-enabled': settings.enabled === 1 ? 'on' : 'off',
            'ocsp-require': settings.require ? 'on' : 'off',
          },
          { at, isExplicit: issuer !== 'a' },
        )
    }
  }

  it('what is said of the settings is true, or nothing is said', () => {
    assert(
      property(firefox, array(event, { maxLength: 60 }), (settings, events) => {
        let at = T
        const signals = events.map((one) => signalOf(settings, one, (at += one.minutes * 60_000)))
        const state = concludeSettings(parseFacts(JSON.parse(JSON.stringify(noteAll(signals)))), at)
        for (const [setting, truth] of Object.entries(truthOf(settings))) {
          const said = new Map(Object.entries(state)).get(setting)
          expect([truth, 'unknown']).toContain(said?.state)
        }
      }),
    )
  })

  it('anything that was stored gives facts', () => {
    assert(
      property(anything(), (stored) => {
        expect(() => concludeSettings(parseFacts(stored), T)).not.toThrow()
      }),
    )
  })
})
