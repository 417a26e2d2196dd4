import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cureOf } from '../../src/ui/cure.ts'
import { PREFERENCES } from '../../src/policy/firefox-settings/preferences.ts'
import { createTranslate, keyOf, localeOf } from '../../src/ui/i18n.ts'
import { EVERY_CAUSE } from '../fakes/every-cause.ts'
import { type Language, getMessageIn, messages } from './get-message.ts'
import { CURES, FAMILIES, LEVELS } from './message-families.ts'

const LANGUAGES: readonly Language[] = ['en', 'fr']
const ROOT = new URL('../../', import.meta.url)

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
