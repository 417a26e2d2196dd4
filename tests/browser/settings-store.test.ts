import { describe, expect, it } from 'vitest'
import { createSettingsStore } from '../../src/browser/storage/settings-store.ts'
import { DEFAULT_SETTINGS, type Settings, STRICTEST_SETTINGS } from '../../src/policy/settings.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'

const WATCH: Settings = { ...DEFAULT_SETTINGS, level: 'watch' }

describe('the settings', () => {
  it('are the defaults where nobody has chosen, and what was chosen from then on', async () => {
    const storage = new MemoryStorage()
    expect(await createSettingsStore(storage).load()).toEqual(DEFAULT_SETTINGS)
    await createSettingsStore(storage).save(WATCH)
    expect(await createSettingsStore(storage).load()).toEqual(WATCH)
  })

  it('are the strictest as long as nobody can read what was chosen, and not a moment longer', async () => {
    const storage = new MemoryStorage()
    const settings = createSettingsStore(storage)
    await createSettingsStore(storage).save(WATCH)
    storage.failure = new Error('gone')
    expect(await settings.load()).toEqual(STRICTEST_SETTINGS)
    storage.failure = undefined
    expect(await settings.load()).toEqual(WATCH)
    storage.failure = new Error('gone')
    expect(await settings.load(), 'once read').toEqual(WATCH)
  })

  it('are told to those who follow them when they were read, and when they have changed', async () => {
    const storage = new MemoryStorage()
    const settings = createSettingsStore(storage)
    const told: Settings[] = []
    settings.follow((inForce) => told.push(inForce))
    storage.failure = new Error('gone')
    await settings.load()
    expect(told).toEqual([])
    storage.failure = undefined
    await Promise.all([settings.load(), settings.load()])
    await settings.save(WATCH)
    await settings.load()
    expect(told).toEqual([DEFAULT_SETTINGS, WATCH])
  })

  it('are known at once where they were read or chosen, and not where they could not be read', async () => {
    const storage = new MemoryStorage()
    const settings = createSettingsStore(storage)
    storage.failure = new Error('gone')
    await settings.load()
    expect(settings.known?.()).toBeUndefined()
    storage.failure = undefined
    await settings.load()
    expect(settings.known?.()).toEqual(DEFAULT_SETTINGS)
    await settings.save(WATCH)
    expect(settings.known?.()).toEqual(WATCH)
    storage.failure = new Error('gone')
    await settings.save(DEFAULT_SETTINGS).catch(() => undefined)
    expect(settings.known?.()).toEqual(WATCH)
  })
})
