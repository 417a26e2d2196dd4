import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTakenByPolicy } from '../../../../src/policy/firefox-settings/policy-preferences.ts'
import { PREFERENCES } from '../../../../src/policy/firefox-settings/preferences.ts'
import { assess, type Row, signalOf } from '../../../../src/policy/firefox-settings/reading/assess.ts'
import type { ReadText } from '../../../../src/policy/firefox-settings/reading/found.ts'
import { MAX_TEXT, readText } from '../../../../src/policy/firefox-settings/reading/read-text.ts'

const OWN = { buildId: '20261101000000' }
const AT = Date.UTC(2026, 10, 22)

const snapshot = (modified: object, locked: object = {}, application: object = {}): string =>
  JSON.stringify({
    application: { name: 'Firefox', version: '153.7.0', buildID: OWN.buildId, ...application },
    modifiedPreferences: { 'extensions.lastAppVersion': '153.7.0', ...modified },
    lockedPreferences: locked,
  })

/** "Copy text", in the language of the browser. */
const copied = (...lines: string[]): string =>
  [
    'Informations de base de l’application',
    '',
    'Nom: Firefox',
    'Version: 153.7.0esr',
    `ID de compilation: ${OWN.buildId}`,
    'Agent utilisateur: Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0',
    '',
    'Préférences modifiées importantes',
    '',
    'extensions.lastAppVersion: 153.7.0',
    ...lines,
    '',
  ].join('\r\n')

function read(text: string, fileName?: string): ReadText {
  const reading = readText(text, fileName)
  if (reading.kind === 'refused') throw new Error(reading.why)
  return reading.text
}

function rowsOf(text: string, fileName?: string): ReadonlyMap<string, Row> {
  return new Map(assess(read(text, fileName)).map((row) => [row.name, row]))
}

const why = (text: string): string => {
  const reading = readText(text)
  return reading.kind === 'refused' ? reading.why : reading.text.kind
}

const statesOf = (text: string, fileName?: string) => {
  const signal = signalOf(read(text, fileName), OWN, AT)
  if (signal === undefined) return undefined
  return signal.kind === 'read'
    ? Object.fromEntries(
        signal.values.map(({ setting, state, isExplicit }) => [setting, `${state}${isExplicit ? '!' : ''}`]),
      )
    : undefined
}

describe('what a text is', () => {
  it.each([
    ['', 'empty'],
    [' \n\t', 'empty'],
    ['Hello, is this the right place?', 'not-recognised'],
    ['{"a": 1', 'not-json'],
    ['{"a": 1}', 'other-json'],
    ['[1, 2]', 'not-recognised'],
    ['<html><body>user_pref</body></html>', 'not-recognised'],
    ['{"application": {}}', 'no-preferences'],
    ['{"application": {}, "modifiedPreferences": [], "lockedPreferences": 7}', 'no-preferences'],
    ['{"application": {}, "modifiedPreferences": {}, "lockedPreferences": {}}', 'about-support'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'no-preferences'],
    ['{"policies": {}}', 'policies'],
    ['// Mozilla User Preferences\nuser_pref("a", 1);', 'prefs-js'],
    ['user_pref("a", 1);', 'user-js'],
    ['// first line\nlockPref("a", 1);', 'user-js'],
  ])('%j is %s', (text, kind) => {
    expect(why(text)).toBe(kind)
  })

  it('is refused where it is larger than any of these files', () => {
    expect(why('x'.repeat(MAX_TEXT + 1))).toBe('too-large')
  })

  it.each(['{"a":', '[', '{"modifiedPreferences":[', ' {'])(
    'that is nested without end (%s) is refused',
    (unit) => {
      expect(['not-json', 'not-recognised']).toContain(why(unit.repeat(500_000)))
    },
  )
})

describe('about:support', () => {
  it('gives the values that are modified or locked, and the defaults of the others', () => {
    const rows = rowsOf(
      snapshot(
        { 'security.OCSP.require': true, 'security.pki.crlite_mode': 0 },
        { 'security.OCSP.enabled': 0 },
      ),
    )
    expect(rows.get('security.OCSP.require')).toMatchObject({
      found: true,
      standing: 'set',
      rating: 'advised',
    })
    expect(rows.get('security.OCSP.enabled')).toMatchObject({ found: 0, isLocked: true, rating: 'weak' })
    expect(rows.get('security.pki.crlite_mode')).toMatchObject({ rating: 'weak' })
    expect(rows.get('security.ssl.enable_ocsp_stapling')).toMatchObject({
      standing: 'default',
      rating: 'advised',
    })
  })

  it.each([
    ['as raw data', (line: Record<string, unknown>) => snapshot(line)],
    [
      'as text',
      (line: Record<string, unknown>) =>
        copied(...Object.entries(line).map(([name, value]) => `${name}: ${String(value)}`)),
    ],
  ])('%s tells of the settings, those surely that are listed', (_, write) => {
    expect(statesOf(write({ 'security.OCSP.require': true, 'security.OCSP.enabled': 2 }))).toEqual({
      'ocsp-require': 'on!',
      'ocsp-enabled': 'off!',
      crlite: 'on',
      stapling: 'on',
      'must-staple': 'on',
      'https-only': 'off',
    })
  })

  it.each([
    ['another build', { buildID: '20200101000000' }],
    ['no build at all', { buildID: 7 }],
  ])('of %s tells nothing of this Firefox', (_, application) => {
    expect(statesOf(snapshot({ 'security.OCSP.require': true }, {}, application))).toBeUndefined()
  })

  it('of a browser made from Firefox tells nothing by what is not there: its defaults are others', () => {
    const text = snapshot({ 'security.OCSP.enabled': 1 }, {}, { name: 'LibreWolf' })
    expect(statesOf(text)).toEqual({ 'ocsp-enabled': 'on!' })
    expect(rowsOf(text).get('security.OCSP.require')).toMatchObject({ standing: 'unsaid', rating: undefined })
  })

  it('with a value of the wrong type is at its default, since Firefox ignores it', () => {
    const rows = rowsOf(snapshot({ 'security.OCSP.require': 'true', 'security.OCSP.enabled': true }))
    expect(rows.get('security.OCSP.require')).toMatchObject({ standing: 'wrong-type', rating: 'choice' })
    expect(rows.get('security.OCSP.enabled')).toMatchObject({ standing: 'wrong-type', rating: 'advised' })
  })

  it('of 2 MB is read at once', () => {
    const noise = Object.fromEntries(
      Array.from({ length: 40_000 }, (_, n) => [`browser.noise.${n}`, `value ${n} ${'x'.repeat(20)}`]),
    )
    const text = snapshot({ ...noise, 'security.OCSP.require': true })
    expect(text.length).toBeGreaterThan(2_000_000)
    const startedAt = performance.now()
    expect(statesOf(text)?.['ocsp-require']).toBe('on!')
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })

  it('as text does not take what a page or an add-on is called for a preference', () => {
    expect(
      statesOf(copied('My security.OCSP.require: true', 'Name: security.OCSP.require: true'))?.[
        'ocsp-require'
      ],
    ).toBe('off')
  })

  it('as text with a line of 10 MB is read like any other', () => {
    const line = 'a.'.repeat(5_000_000)
    expect(statesOf(copied(line, 'security.OCSP.require: true'))?.['ocsp-require']).toBe('on!')
  })
})

describe('prefs.js', () => {
  it('tells of this profile, by name or by its head', () => {
    const line = 'user_pref("security.OCSP.require", true);'
    expect(statesOf(line, 'prefs.js')?.['ocsp-require']).toBe('on!')
    expect(statesOf(`// Mozilla User Preferences\n${line}`)?.['ocsp-enabled']).toBe('on')
  })

  it('but a user.js tells only what will be', () => {
    const text = 'user_pref("security.OCSP.require", true);'
    expect(statesOf(text, 'user.js')).toBeUndefined()
    expect(rowsOf(text).get('security.OCSP.require')).toMatchObject({ found: true, rating: 'advised' })
    expect(rowsOf(text).get('security.OCSP.enabled')).toMatchObject({ standing: 'unsaid' })
  })
})

const policies = (preferences: object, more: object = {}) =>
  JSON.stringify({ policies: { Preferences: preferences, ...more } })

describe('policies.json', () => {
  it('says what is set, and whether the user can change it', () => {
    const rows = rowsOf(
      policies({
        'security.OCSP.require': { Value: true, Status: 'locked' },
        'security.OCSP.enabled': { Value: 0, Status: 'default' },
        'security.ssl.enable_ocsp_stapling': 0,
        'security.tls.enable_0rtt_data': { Status: 'clear' },
      }),
    )
    expect(rows.get('security.OCSP.require')).toMatchObject({
      found: true,
      isLocked: true,
      rating: 'advised',
    })
    expect(rows.get('security.OCSP.enabled')).toMatchObject({ found: 0, isLocked: false, rating: 'weak' })
    // Booleans may be written as numbers there.
    expect(rows.get('security.ssl.enable_ocsp_stapling')).toMatchObject({ isLocked: true, rating: 'weak' })
    expect(rows.get('security.tls.enable_0rtt_data')).toMatchObject({ standing: 'unsaid' })
  })

  it('says which preferences Firefox refuses to set by policy', () => {
    const text = read(
      policies({
        'security.pki.crlite_mode': 2,
        'services.settings.server': '',
        'browser.startup.page': 3,
        'security.OCSP.require': true,
      }),
    )
    expect(text.refused).toEqual(['security.pki.crlite_mode', 'services.settings.server'])
    expect([...text.found.keys()]).toEqual(['browser.startup.page', 'security.OCSP.require'])
  })

  it('knows the policy for HTTPS-Only Mode', () => {
    const row = rowsOf(policies({}, { HttpsOnlyMode: 'force_enabled' })).get('dom.security.https_only_mode')
    expect(row).toMatchObject({ found: true, isLocked: true })
  })

  it.each([null, 7, [], { Preferences: 7 }, { Preferences: { a: null, b: [], c: { Value: {} } } }])(
    'with %j in it is read',
    (given) => {
      expect(why(JSON.stringify({ policies: given }))).toBe('policies')
    },
  )
})

it('of the preferences that matter the policy takes these', () => {
  expect(PREFERENCES.map(({ name }) => name).filter((name) => isTakenByPolicy(name))).toEqual([
    'security.OCSP.require',
    'security.OCSP.enabled',
    'security.ssl.enable_ocsp_stapling',
    'security.pki.certificate_transparency.mode',
    'security.tls.enable_0rtt_data',
    'dom.security.https_only_mode',
  ])
})

const anyJson = fc.record(
  {
    application: fc.jsonValue(),
    modifiedPreferences: fc.jsonValue(),
    lockedPreferences: fc.jsonValue(),
    policies: fc.jsonValue(),
  },
  { requiredKeys: [] },
)

it('any text at all, and any value in its JSON, gives a reading', () => {
  const anyText = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    anyJson.map((value) => JSON.stringify(value)),
  )
  fc.assert(
    fc.property(anyText, (text) => {
      const reading = readText(text)
      const rows = reading.kind === 'read' ? assess(reading.text) : []
      expect(rows.length).toBe(reading.kind === 'read' ? PREFERENCES.length : 0)
      expect(() => reading.kind === 'read' && signalOf(reading.text, OWN, AT)).not.toThrow()
    }),
    { numRuns: 60 },
  )
})
