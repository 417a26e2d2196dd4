import type { Alarms } from 'webextension-polyfill'
import { beforeEach, describe, expect, it } from 'vitest'
import { createKeepUpdated } from '../../../src/browser/remote-settings/keep-updated.ts'
import { NOTHING_YET, type RemoteStates } from '../../../src/browser/remote-settings/remote-state.ts'
import type { UpdateOutcome, UpdateReason } from '../../../src/browser/remote-settings/run-update.ts'
import { fieldsOf } from '../../../src/pki/remote-settings/changeset.ts'
import { Cancellation } from '../../../src/policy/cancellation.ts'
import { ManualClock } from '../../fakes/manual-clock.ts'
import { DAY, NOW } from './harness.ts'

let isOn: boolean
let alarm: Alarms.Alarm | undefined
let outcome: UpdateOutcome
let collections: RemoteStates
let log: string[]
let errands: Promise<void>[]

const succeeded = { ...NOTHING_YET, lastSuccess: NOW }
const failure = { cause: 'http-error', detail: '', since: NOW, at: NOW, attempts: 3 } as const

beforeEach(() => {
  isOn = true
  alarm = undefined
  outcome = { onecrl: { kind: 'unchanged' }, 'cert-revocations': { kind: 'unchanged' } }
  collections = { onecrl: succeeded, 'cert-revocations': succeeded }
  log = []
  errands = []
})

const keepUpdated = () =>
  createKeepUpdated({
    remote: {
      update(reason: UpdateReason) {
        log.push(reason)
        return Promise.resolve(outcome)
      },
      status: () => Promise.resolve({ activity: { phase: 'idle' }, collections }),
      current: () => Promise.resolve({ onecrl: undefined, crlite: undefined }),
      onChange: () => () => undefined,
      clear: () => Promise.resolve(),
    },
    alarms: {
      get: () => Promise.resolve(alarm),
      create(...[name, info]: readonly unknown[]) {
        log.push(`${JSON.stringify(name)} in ${String(fieldsOf(info)['delayInMinutes'])} min`)
        return Promise.resolve()
      },
    },
    alarm: 'update',
    background: { run: (_, errand) => void errands.push(errand(new Cancellation())) },
    clock: new ManualClock(NOW),
    isOn: () => Promise.resolve(isOn),
    onUpdated() {
      log.push('updated')
      return Promise.resolve()
    },
  })

async function did(begin: (kept: ReturnType<typeof keepUpdated>) => unknown): Promise<readonly string[]> {
  await begin(keepUpdated())
  await Promise.all(errands)
  return log
}

describe('the start of the event page', () => {
  it('brings an update where nothing says when the next one is', async () => {
    expect(await did(({ start }) => start())).toEqual(['scheduled', '"update" in 720 min'])
  })

  it('leaves it at the time that was set', async () => {
    alarm = { name: 'update', scheduledTime: NOW + DAY }
    expect(await did(({ start }) => start())).toEqual([])
  })
})

describe('an update', () => {
  it('sets the time of the next one, sooner after a failure', async () => {
    collections = { ...collections, onecrl: { ...succeeded, failure } }
    expect(await did(({ run }) => run('scheduled'))).toEqual(['scheduled', '"update" in 4 min'])
  })

  it('never sets it at once, whatever is due: that would be a storm', async () => {
    collections = { ...collections, onecrl: NOTHING_YET }
    expect(await did(({ run }) => run('requested'))).toEqual(['requested', '"update" in 1 min'])
  })

  it('has all pages judged anew where anything else is in force now, and only there', async () => {
    outcome = { ...outcome, 'cert-revocations': { kind: 'updated' } }
    expect(await did(({ run }) => run('scheduled'))).toEqual(['scheduled', '"update" in 720 min', 'updated'])
    log = []
    outcome = { ...outcome, 'cert-revocations': { kind: 'failed', cause: 'offline', detail: '' } }
    expect(await did(({ run }) => run('scheduled'))).not.toContain('updated')
  })

  it('is none where nobody wants the data: no request, and no alarm', async () => {
    isOn = false
    expect(await did(({ run }) => run('requested'))).toEqual([])
    expect(await did(({ start }) => start())).toEqual([])
  })
})
