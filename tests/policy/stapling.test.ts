import { describe, expect, it } from 'vitest'
import type { Known, OnOff, Sureness } from '../../src/policy/firefox-settings/setting.ts'
import { staplingOf } from '../../src/policy/stapling.ts'

const known = (state: OnOff, sureness: Exclude<Sureness, 'hint'> = 'certain'): Known => ({
  state,
  sureness,
  basis: 'pasted',
  since: 0,
  at: 0,
})
const unknown: Known = { state: 'unknown', doubt: 'nothing-seen', claims: [] }
const set = (stapling: Known, mustStaple: Known) => ({ stapling, 'must-staple': mustStaple })

describe.each([
  ['nobody says', undefined],
  ['nothing was seen of it', set(unknown, unknown)],
  ['it is no more than likely', set(known('off', 'likely'), known('off', 'likely'))],
])('where it is not known how Firefox is set: %s', (_, settings) => {
  it.each([
    { mustStaple: false, usedOcsp: false, told: 'hidden' },
    { mustStaple: false, usedOcsp: true, told: 'none-good' },
    { mustStaple: true, usedOcsp: false, told: 'sent' },
    { mustStaple: true, usedOcsp: true, told: 'sent-in-vain' },
  ])('must-staple $mustStaple, Firefox asked $usedOcsp: $told', ({ told, ...seen }) => {
    expect(staplingOf({ ...seen, settings })).toBe(told)
  })
})

describe('where it is known', () => {
  const on = known('on')
  const off = known('off')
  it.each([
    { mustStaple: false, usedOcsp: false, stapling: on, insists: on, told: 'hidden' },
    { mustStaple: false, usedOcsp: true, stapling: on, insists: unknown, told: 'surely-none-good' },
    { mustStaple: true, usedOcsp: false, stapling: on, insists: on, told: 'surely-sent' },
    { mustStaple: true, usedOcsp: true, stapling: on, insists: on, told: 'surely-sent-in-vain' },
    // One of the two is not enough for that.
    { mustStaple: true, usedOcsp: false, stapling: on, insists: unknown, told: 'sent' },
    { mustStaple: true, usedOcsp: true, stapling: unknown, insists: on, told: 'sent-in-vain' },
    // Without must-staple a demand is none.
    { mustStaple: true, usedOcsp: false, stapling: on, insists: off, told: 'not-insisted' },
    { mustStaple: true, usedOcsp: true, stapling: on, insists: off, told: 'surely-none-good' },
    { mustStaple: true, usedOcsp: true, stapling: unknown, insists: off, told: 'none-good' },
    // Without stapling nothing that Firefox does tells of a staple.
    { mustStaple: true, usedOcsp: false, stapling: off, insists: on, told: 'unheeded' },
    { mustStaple: false, usedOcsp: true, stapling: off, insists: on, told: 'unheeded' },
  ])(
    'stapling $stapling.state, must-staple $insists.state and $mustStaple, Firefox asked $usedOcsp: $told',
    ({ told, stapling, insists, ...seen }) => {
      expect(staplingOf({ ...seen, settings: set(stapling, insists) })).toBe(told)
    },
  )
})
