import { describe, expect, it } from 'vitest'
import { countsUntil } from '../../../src/browser/remote-settings/counts-until.ts'
import { NOTHING_YET } from '../../../src/browser/remote-settings/remote-state.ts'
import { DAY, NOW } from './harness.ts'

const inForce = {
  timestamp: NOW - 3 * DAY,
  records: 1,
  effectiveTimestamp: NOW - 4 * DAY,
  files: 1,
  bytes: 1,
}
const state = { ...NOTHING_YET, lastSuccess: NOW, inForce }

describe('the offline data', () => {
  it('vouch for ten days: OneCRL from its last comparison, CRLite from its newest filter', () => {
    expect(countsUntil('onecrl', state, 'guard')).toBe(NOW + 10 * DAY)
    expect(countsUntil('cert-revocations', state, 'guard')).toBe(NOW + 6 * DAY)
    expect(countsUntil('cert-revocations', state, 'lockdown')).toBe(NOW + 3 * DAY)
  })

  it('vouch for nothing where they are not there', () => {
    expect(countsUntil('onecrl', NOTHING_YET, 'guard')).toBeUndefined()
  })
})
