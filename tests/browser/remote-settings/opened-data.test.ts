import { beforeEach, describe, expect, it } from 'vitest'
import type { Filter, OfflineData } from '../../../src/browser/remote-settings/offline-data.ts'
import { createOpenedData } from '../../../src/browser/remote-settings/opened-data.ts'
import { fullFilter } from '../../lab/crlite/filter.ts'
import { smallUniverse } from '../../pki/crlite/samples.ts'
import { NOW, oneCrlRecords } from './harness.ts'

const bytes = fullFilter(smallUniverse(), 4)
const filterOf = (effectiveTimestamp: number, isFull = false): Filter => ({
  name: '',
  bytes,
  effectiveTimestamp,
  isFull,
})

let isOn: boolean
let asked: number
let data: OfflineData

beforeEach(() => {
  isOn = true
  asked = 0
  data = {
    onecrl: { records: oneCrlRecords('AQ==', 'Ag=='), timestamp: NOW - 2, checkedAt: NOW },
    crlite: {
      filters: [filterOf(NOW - 9, true), filterOf(NOW - 7), filterOf(NOW - 8)],
      timestamp: NOW - 2,
      checkedAt: NOW - 1,
    },
  }
})

const opened = () =>
  createOpenedData({
    isOn: () => Promise.resolve(isOn),
    current() {
      asked += 1
      return Promise.resolve(data)
    },
  })

async function crliteOf({ crlite }: ReturnType<typeof createOpenedData>) {
  const found = await crlite()
  if (found === undefined || found === 'off') throw new Error('there are no filters')
  return found
}

describe('opened data', () => {
  it('are as new as the newest of the filters, wherever it stands', async () => {
    const { filters, ...times } = await crliteOf(opened())
    expect(filters).toHaveLength(3)
    expect(times).toEqual({ effectiveTimestamp: NOW - 7, checkedAt: NOW - 1 })
  })

  it('are OneCRL as an index', async () => {
    expect(await opened().onecrl()).toMatchObject({
      index: { count: 2 },
      timestamp: NOW - 2,
      checkedAt: NOW,
    })
  })

  it('are opened once, however often they were compared meanwhile', async () => {
    const one = opened()
    const before = await crliteOf(one)
    if (data.crlite) data = { ...data, crlite: { ...data.crlite, checkedAt: NOW + 1 } }
    const after = await crliteOf(one)
    expect(after.filters).toBe(before.filters)
    expect(after.checkedAt).toBe(NOW + 1)
  })

  it('are opened again when others have taken effect', async () => {
    const one = opened()
    const before = await crliteOf(one)
    data = { ...data, crlite: { filters: [filterOf(NOW)], timestamp: NOW, checkedAt: NOW } }
    const after = await crliteOf(one)
    expect(after.filters).not.toBe(before.filters)
    expect(after).toMatchObject({ filters: [{}], effectiveTimestamp: NOW })
  })

  it('are not there before they have come', async () => {
    data = { onecrl: undefined, crlite: undefined }
    expect([await opened().crlite(), await opened().onecrl()]).toEqual([undefined, undefined])
  })

  it('are off, and not even read, where nobody wants them', async () => {
    isOn = false
    expect([await opened().crlite(), await opened().onecrl()]).toEqual(['off', 'off'])
    expect(asked).toBe(0)
  })
})
