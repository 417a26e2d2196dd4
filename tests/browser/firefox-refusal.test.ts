import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../src/browser/surface/firefox-refusal.ts'

describe("Firefox's own refusal", () => {
  it.each([
    ['Error code 2153390068', 'revoked'],
    ['Error code 2153389954', 'unknown-certificate'],
    ['Error code 2153398262', 'staple-missing'],
    ['Error code 2153389958', 'try-later'],
    ['Error code 2153389959', 'responder-failed'],
    ['Error code 2153389948', 'bad-answer'],
    ['Error code 2153398264', 'bad-answer'],
    ['Error code 2153394164', 'other'],
  ])('%s means %s', (error, refusal) => {
    expect(refusalOf(error)).toBe(refusal)
  })

  it.each([
    'Error code 2152398850',
    'Error code 2147500036',
    'Error code 2152398878',
    'Error code',
    '',
    'NaN',
  ])('%j has nothing to do with certificates', (error) => {
    expect(refusalOf(error)).toBeUndefined()
  })
})
