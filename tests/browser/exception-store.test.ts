import { array, assert, asyncProperty, constantFrom, nat, record } from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
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

const DURATION = constantFrom<ExceptionDuration>('hour', 'session', 'certificate')

/** `id`: of the one that is meant, among those that were added by then or will be. */
const CHANGE = record({
  kind: constantFrom('add', 'add', 'set', 'remove', 'clear'),
  id: nat(8).map(String),
  duration: DURATION,
})

/** As a real one: others have their turn while it reads and writes. */
class SlowStorage extends MemoryStorage {
  override async get(key: string) {
    await turns()
    return super.get(key)
  }
  override async set(items: Record<string, unknown>) {
    await turns()
    return super.set(items)
  }
}

async function turns(): Promise<void> {
  for (let n = 0; n < 3; n++) await Promise.resolve()
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

  it.each<[ExceptionDuration, ExceptionDuration]>([
    ['session', 'certificate'],
    ['certificate', 'hour'],
    ['hour', 'session'],
    ['hour', 'hour'],
  ])('for %s can be made to last for %s, from now on', async (before, after) => {
    await store().add(exception(before))
    await clock.advance(1_800_000)
    await store().setDuration(before, after)
    const { until: _, ...same } = exception(before)
    const term = exception(after)
    expect(await store().list()).toEqual([
      { ...same, duration: after, createdAt: term.createdAt, ...(term.until && { until: term.until }) },
    ])
    session = new MemoryStorage()
    expect(await store().list()).toHaveLength(after === 'certificate' ? 1 : 0)
  })

  it('of a private window stay off the disk, however long they are made to last', async () => {
    await store().add(exception('hour', true))
    await store().setDuration('hour', 'certificate')
    expect(await store().list()).toMatchObject([{ duration: 'certificate' }])
    expect(local.items.size).toBe(0)
  })

  it('that have ended, or were never given, are not made to last', async () => {
    await store().add(exception('hour'))
    await clock.advance(3_600_000)
    await store().setDuration('hour', 'certificate')
    await store().setDuration('another', 'certificate')
    expect(await store().list()).toEqual([])
  })

  it('can all be taken back at once, also where one of the storages fails', async () => {
    for (const duration of ['hour', 'certificate'] as const) await store().add(exception(duration))
    session.failure = new Error('gone')
    await expect(store().clear()).rejects.toThrow('gone')
    session.failure = undefined
    expect((await store().list()).map(({ id }) => id)).toEqual(['hour'])
    await store().clear()
    expect(await store().list()).toEqual([])
  })

  it('are what they would be one after the other, however many changes come at once', async () => {
    await assert(
      asyncProperty(array(CHANGE, { maxLength: 12 }), async (changes) => {
        local = new SlowStorage()
        session = new SlowStorage()
        const shared = store()
        let expected = new Map<string, ExceptionDuration>()
        const done = changes.map((change, n) => {
          const { id, duration } = change
          switch (change.kind) {
            case 'add':
              expected.set(`${n}`, duration)
              return shared.add({ ...exception(duration), id: `${n}` })
            case 'set':
              if (expected.has(id)) expected.set(id, duration)
              return shared.setDuration(id, duration)
            case 'remove':
              expected.delete(id)
              return shared.remove(id)
            case 'clear':
              expected = new Map()
              return shared.clear()
          }
        })
        await Promise.all(done)
        const left = (await shared.list()).map(({ id, duration }) => [id, duration])
        expect(left).toHaveLength(expected.size)
        expect(Object.fromEntries(left)).toEqual(Object.fromEntries(expected))
      }),
    )
  })

  it('are not lost where they cannot be read while another is given', async () => {
    await store().add(exception('session'))
    vi.spyOn(session, 'get').mockRejectedValueOnce(new Error('busy'))
    await expect(store().add(exception('hour'))).rejects.toThrow('busy')
    expect((await store().list()).map(({ id }) => id)).toEqual(['session'])
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
