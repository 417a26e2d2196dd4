import { beforeEach, describe, expect, it } from 'vitest'
import { createExceptionStore } from '../../src/browser/storage/exception-store.ts'
import { grantException } from '../../src/policy/exception.ts'
import type { ExceptionDuration } from '../../src/policy/settings.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'

let clock: ManualClock
let local: MemoryStorage
let session: MemoryStorage

beforeEach(() => {
  clock = new ManualClock()
  local = new MemoryStorage()
  session = new MemoryStorage()
})

const store = () => createExceptionStore({ local, session }, clock.now)

function exception(duration: ExceptionDuration, isPrivate = false) {
  const verdict = { kind: 'unverified', cause: 'expired' } as const
  const occasion = { host: 'a.example', fingerprint: 'aa', verdict, isPrivate }
  return grantException(occasion, { id: duration, duration, now: clock.now() })
}

describe('exceptions', () => {
  it('outlive a suspension, and those for an hour or the session end with the session', async () => {
    for (const duration of ['hour', 'session', 'certificate'] as const) await store().add(exception(duration))
    expect((await store().list()).map(({ id }) => id)).toEqual(['hour', 'session', 'certificate'])
    session = new MemoryStorage()
    expect((await store().list()).map(({ id }) => id)).toEqual(['certificate'])
  })

  it('given in a private window never reach the disk', async () => {
    await store().add(exception('certificate', true))
    expect(await store().list()).toHaveLength(1)
    expect(local.items.size).toBe(0)
  })

  it('given for an hour are gone after it', async () => {
    await store().add(exception('hour'))
    await clock.advance(3_600_000)
    expect(await store().list()).toEqual([])
  })

  it('can be taken back', async () => {
    await store().add(exception('certificate'))
    await store().remove('certificate')
    expect(await store().list()).toEqual([])
  })

  it('that cannot be read except nothing', async () => {
    await store().add(exception('session'))
    session.failure = new Error('corrupt')
    expect(await store().list()).toEqual([])
    session.failure = undefined
    session.items.set('exceptions', JSON.stringify([null, 7, { id: 'x' }, 'all']))
    expect(await store().list()).toEqual([])
  })
})
