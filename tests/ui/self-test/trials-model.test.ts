import { beforeEach, expect, it } from 'vitest'
import type { AloneSight } from '../../../src/browser/self-test/alone-probe.ts'
import { TrialsModel } from '../../../src/ui/self-test/trials-model.ts'
import { FakeClock } from '../fake-clock.ts'
import { NOW } from '../samples.ts'
import { sites } from './samples.ts'

let connected: string[]
let hangs: boolean
let downloads: [string, string][]
let model: TrialsModel

const LOADED: AloneSight = { alone: { kind: 'loaded' }, chain: undefined }

beforeEach(async () => {
  connected = []
  hangs = false
  downloads = []
  model = new TrialsModel({
    loadSites: () => Promise.resolve(sites),
    parts: {
      connectAlone: (url) => {
        connected.push(url)
        return hangs ? new Promise(() => {}) : Promise.resolve(LOADED)
      },
      judge: (url) =>
        Promise.resolve(
          url.includes('valid')
            ? { action: 'shown', verdict: 'verified' }
            : { action: 'held', verdict: 'revoked' },
        ),
    },
    clock: new FakeClock(NOW),
    version: '1.2.3',
    download: (fileName, text) => downloads.push([fileName, text]),
    onChange: () => {},
  })
  await model.open()
})

it('contacts nobody before it is started', () => {
  expect(connected).toEqual([])
  expect(model.state.phase).toBe('idle')
})

it('tries every site and every control', async () => {
  await model.start()
  expect(model.state.phase).toBe('done')
  expect(model.state.tried).toHaveLength(6)
  expect(connected.toSorted()).toEqual(
    sites.flatMap(({ revoked, valid }) => (valid === undefined ? [revoked] : [revoked, valid])).toSorted(),
  )
})

it('can be stopped, and begun anew', async () => {
  hangs = true
  const first = model.start()
  model.stop()
  await first
  expect(model.state).toMatchObject({ phase: 'stopped', tried: [] })
  hangs = false
  await model.start()
  expect(model.state.phase).toBe('done')
  expect(model.state.tried).toHaveLength(6)
})

it('is exported in the order of the list, with its summary', async () => {
  await model.start()
  model.export()
  const [[fileName, text] = ['', '']] = downloads
  expect(fileName).toBe('hardfail-self-test-2026-11-17.json')
  expect(JSON.parse(text)).toMatchObject({
    format: 'hardfail-self-test/1',
    version: '1.2.3',
    isComplete: true,
    total: 6,
    summary: {
      revoked: { tested: 4, alone: 0, hardfail: 4 },
      valid: { tested: 2, alone: 0, hardfail: 0 },
      unusable: 0,
    },
    sites: [{ url: 'https://revoked.r1.example/' }, { url: 'https://valid.r1.example/' }, {}, {}, {}, {}],
  })
})
