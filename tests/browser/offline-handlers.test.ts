import { beforeEach, describe, expect, it } from 'vitest'
import { PRODUCTION } from '../../src/browser/remote-settings/config.ts'
import { NOTHING_YET, type RemoteStatus } from '../../src/browser/remote-settings/remote-state.ts'
import { createOfflineHandlers } from '../../src/browser/surface/offline-handlers.ts'

const STATUS: RemoteStatus = {
  activity: { phase: 'asking' },
  collections: { onecrl: NOTHING_YET, 'cert-revocations': NOTHING_YET },
}

let log: string[]
let isOn: boolean

beforeEach(() => {
  log = []
  isOn = true
})

const handlers = () =>
  createOfflineHandlers({
    remote: {
      update: () => Promise.reject(new Error('is done by the errand')),
      status: () => Promise.resolve(STATUS),
      current: () => Promise.resolve({ onecrl: undefined, crlite: undefined }),
      onChange: () => () => undefined,
      clear() {
        log.push('cleared')
        return Promise.resolve()
      },
    },
    keepUpdated: { start: () => Promise.resolve(), run: (reason) => void log.push(reason) },
    isOn: () => Promise.resolve(isOn),
    config: () => Promise.resolve(PRODUCTION),
  })

describe('what pages are told of the offline data', () => {
  it('is how they stand, whether they are wanted, and from which host they come', async () => {
    const host = 'firefox.settings.services.mozilla.com'
    expect(await handlers().state()).toEqual({ ...STATUS, isOn: true, host })
    isOn = false
    expect(await handlers().state()).toMatchObject({ isOn: false })
    expect(log).toEqual([])
  })

  it('comes at once where an update is asked for: nobody waits for its end', async () => {
    expect(await handlers().update()).toMatchObject(STATUS)
    expect(log).toEqual(['requested'])
  })
})

describe('the switch', () => {
  it('lets go of everything when it is turned off, and asks nobody', async () => {
    await handlers().onSwitched(false)
    expect(log).toEqual(['cleared'])
  })

  it('has the data fetched when it is turned on', async () => {
    await handlers().onSwitched(true)
    expect(log).toEqual(['requested'])
  })
})
