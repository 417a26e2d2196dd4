import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseSignal } from '../../../src/policy/firefox-settings/parse-signal.ts'

const value = { setting: 'ocsp-require', state: 'on', isExplicit: true }

it.each([
  [{ kind: 'read', at: 1, from: 'about-support', values: [value] }],
  [{ kind: 'read', at: 1, from: 'prefs-file', values: [] }],
  [{ kind: 'drill', at: 1, outcome: 'refused', isBuiltInRoot: true, mayBeHidden: false }],
])('takes %j', (signal) => {
  expect(parseSignal(signal)).toEqual(signal)
})

it.each([
  ['what only the background sees', { kind: 'asked', at: 1, isBuiltInRoot: true, issuer: 'x' }],
  ['the word of an administrator', { kind: 'read', at: 1, from: 'declared', values: [value] }],
  ['no time', { kind: 'read', from: 'prefs-file', values: [] }],
  ['a time that is none', { kind: 'read', at: Infinity, from: 'prefs-file', values: [] }],
  ['no values', { kind: 'read', at: 1, from: 'prefs-file' }],
  ['an outcome that there is not', { kind: 'drill', at: 1, outcome: 'won', isBuiltInRoot: true }],
])('does not take %s from a page', (_, signal) => {
  expect(parseSignal(signal)).toBeUndefined()
})

it('leaves out values that it does not know', () => {
  const values = [value, { ...value, setting: 'hard-fail' }, { ...value, state: 'maybe' }, null, 7]
  expect(parseSignal({ kind: 'read', at: 1, from: 'prefs-file', values })).toMatchObject({ values: [value] })
})

it('takes anything without complaint', () => {
  fc.assert(
    fc.property(fc.anything(), (given) => {
      expect(() => parseSignal(given)).not.toThrow()
    }),
  )
})
