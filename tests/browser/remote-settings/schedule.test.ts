import { describe, expect, it } from 'vitest'
import type { CollectionState } from '../../../src/browser/remote-settings/remote-state.ts'
import { NOTHING_YET } from '../../../src/browser/remote-settings/remote-state.ts'
import { requestedPause } from '../../../src/browser/remote-settings/requested-pause.ts'
import { dueAt, nextUpdateAt } from '../../../src/browser/remote-settings/schedule.ts'
import { DAY, NOW } from './harness.ts'

const MINUTE = 60_000
const succeeded: CollectionState = { ...NOTHING_YET, lastSuccess: NOW }

function failed(attempts: number, more: Partial<CollectionState> = {}): CollectionState {
  const failure = { cause: 'http-error', detail: '', since: NOW - DAY, at: NOW, attempts } as const
  return { ...succeeded, failure, ...more }
}

describe('the next update', () => {
  it('is now where there has been none', () => {
    expect(nextUpdateAt({ onecrl: succeeded, 'cert-revocations': NOTHING_YET }, NOW)).toBe(NOW)
  })

  it('is half a day after the last success, for whichever collection comes first', () => {
    expect(dueAt(succeeded, NOW)).toBe(NOW + DAY / 2)
    const earlier = { ...succeeded, lastSuccess: NOW - DAY / 4 }
    expect(nextUpdateAt({ onecrl: succeeded, 'cert-revocations': earlier }, NOW)).toBe(NOW + DAY / 4)
  })

  it('is now where the last came to no end', () => {
    expect(dueAt({ ...succeeded, lastAttempt: NOW + MINUTE }, NOW + 2 * MINUTE)).toBe(NOW + 2 * MINUTE)
    expect(dueAt({ ...succeeded, lastAttempt: NOW - MINUTE }, NOW)).toBe(NOW + DAY / 2)
    const paused = { ...succeeded, lastAttempt: NOW + MINUTE, notBefore: NOW + DAY }
    expect(dueAt(paused, NOW + 2 * MINUTE)).toBe(NOW + DAY)
  })

  it('is no sooner after one that failed and came to no end than after one that failed', () => {
    expect(dueAt(failed(5, { lastAttempt: NOW + MINUTE }), NOW + 2 * MINUTE)).toBe(NOW + 16 * MINUTE)
  })

  it('waits twice as long after each failure, up to six hours', () => {
    const waits = [1, 2, 3, 9, 10, 1000].map((attempts) => (dueAt(failed(attempts), NOW) - NOW) / MINUTE)
    expect(waits).toEqual([1, 2, 4, 256, 360, 360])
  })

  it('waits for as long as the server wants', () => {
    expect(dueAt(failed(1, { notBefore: NOW + 5 * MINUTE }), NOW)).toBe(NOW + 5 * MINUTE)
    expect(dueAt({ ...succeeded, notBefore: NOW + DAY }, NOW)).toBe(NOW + DAY)
  })

  it('does not wait for a time that the clock was set back from', () => {
    const before = NOW - 365 * DAY
    expect(dueAt(succeeded, before)).toBe(before)
    expect(dueAt(failed(20, { notBefore: NOW }), before)).toBe(before)
  })
})

const pause = (headers: Record<string, string>) => requestedPause(new Headers(headers), NOW)

describe('the pause that a server asks for', () => {
  it('is that of Retry-After or of Backoff, whichever is longer', () => {
    expect(pause({})).toBeUndefined()
    expect(pause({ 'Retry-After': '120' })).toBe(2 * MINUTE)
    expect(pause({ 'Retry-After': '120', Backoff: '300' })).toBe(5 * MINUTE)
  })

  it('may be given as a date', () => {
    expect(pause({ 'Retry-After': new Date(NOW + MINUTE).toUTCString() })).toBe(MINUTE)
    expect(pause({ 'Retry-After': new Date(NOW - MINUTE).toUTCString() })).toBeUndefined()
  })

  it('is no longer than a day', () => {
    expect(pause({ Backoff: '999999999' })).toBe(DAY)
  })

  it('is none where it makes no sense', () => {
    for (const value of ['', 'soon', '-5', '1e400']) expect(pause({ 'Retry-After': value })).toBeUndefined()
  })
})
