import { expect, it } from 'vitest'
import { staplingOf } from '../../src/policy/stapling.ts'

it.each([
  { mustStaple: false, usedOcsp: false, known: 'hidden' },
  { mustStaple: false, usedOcsp: true, known: 'none-good' },
  { mustStaple: true, usedOcsp: false, known: 'sent' },
  { mustStaple: true, usedOcsp: true, known: 'sent-in-vain' },
])('must-staple $mustStaple, Firefox asked $usedOcsp: $known', ({ known, ...circumstances }) => {
  expect(staplingOf(circumstances)).toBe(known)
})
