import { beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../../src/policy/settings.ts'
import { OptionsModel, parseSeconds } from '../../../src/ui/options/model.ts'
import { deferred, FakeBackground } from '../fake-background.ts'
import { FakeClock } from '../fake-clock.ts'
import { NOW, downloading, exception, failing, offlineSample, incident } from '../samples.ts'

let clock: FakeClock
let background: FakeBackground
let model: OptionsModel
let downloads: [string, string][]

beforeEach(async () => {
  clock = new FakeClock(NOW)
  downloads = []
  background = new FakeBackground({
    settings: () => DEFAULT_SETTINGS,
    'settings.save': ({ settings }) => settings,
    exceptions: () => [exception],
    'exceptions.change': ({ id, duration }) => [{ ...exception, id, duration }],
    'exceptions.remove': () => [],
    'exceptions.clear': () => [],
    evidence: () => ({ documents: 3, bytes: 12_000, sources: [] }),
    incidents: () => [incident],
    'incidents.clear': () => [],
    offline: () => offlineSample,
    'offline.update': () => downloading,
    'evidence.clear': () => ({ documents: 0, bytes: 0, sources: [] }),
  })
  model = new OptionsModel({
    send: background.send,
    clock,
    download: (fileName, text) => downloads.push([fileName, text]),
    onChange: () => {},
  })
  await model.start()
})

async function done(action: Promise<void>): Promise<void> {
  await clock.advance(0)
  await action
}

describe('settings', () => {
  it('are saved at once, and that is confirmed for a while', async () => {
    await done(model.setLevel('lockdown'))
    expect(background.lastOf('settings.save')).toStrictEqual({
      settings: { ...DEFAULT_SETTINGS, level: 'lockdown' },
    })
    expect(model.state.notice).toStrictEqual({ section: 'level', kind: 'saved' })
    await clock.advance(4_000)
    expect(model.state.notice).toBeUndefined()
  })

  it('show what was stored, not what was sent', async () => {
    background.answers['settings.save'] = () => DEFAULT_SETTINGS
    await done(model.setDuration('hour'))
    expect(model.state.settings).toStrictEqual(DEFAULT_SETTINGS)
  })

  it('say so where they could not be saved', async () => {
    background.answers['settings.save'] = () => Promise.reject(new Error('no receiver'))
    await done(model.setLevel('watch'))
    expect(model.state.notice).toStrictEqual({ section: 'level', kind: 'failed' })
    expect(model.state.settings?.level).toBe('guard')
  })
})

describe('what was asked before a change', () => {
  it('does not take the change back when it is answered after it', async () => {
    const late = deferred<typeof DEFAULT_SETTINGS>()
    background.answers.settings = () => late.promise
    await clock.advance(10_000)
    await done(model.setLevel('lockdown'))
    late.resolve(DEFAULT_SETTINGS)
    await clock.advance(0)
    expect(model.state.settings?.level).toBe('lockdown')
  })
})

describe('deadlines', () => {
  it.each(['', '0', '-1', '1.5', '1e1', 'ten', '11', '9999'])('refuse %j for holding a page', (text) => {
    expect(parseSeconds('holdMs', text)).toBeUndefined()
  })

  it('keep what was refused on screen, and save nothing', async () => {
    await done(model.setSeconds('holdMs', '99'))
    expect(model.state.drafts).toStrictEqual({ holdMs: { text: '99', isRejected: true } })
    expect(background.countOf('settings.save')).toBe(0)
    await done(model.setSeconds('holdMs', '5'))
    expect(model.state.drafts).toStrictEqual({})
    expect(model.state.settings?.holdMs).toBe(5_000)
  })

  it('keep what is being typed when something else comes in', async () => {
    model.typeSeconds('holdMs', '1')
    await clock.advance(10_000)
    expect(model.state.drafts).toStrictEqual({ holdMs: { text: '1', isRejected: false } })
  })

  it('stay in order: the field that was not changed gives way', async () => {
    await done(model.setSeconds('deadlineMs', '4'))
    await done(model.setSeconds('holdMs', '9'))
    expect(model.state.settings).toMatchObject({ holdMs: 9_000, deadlineMs: 9_000 })
    await done(model.setSeconds('deadlineMs', '3'))
    expect(model.state.settings).toMatchObject({ holdMs: 3_000, deadlineMs: 3_000 })
  })
})

describe('exceptions and evidence', () => {
  it('are removed and cleared at a word', async () => {
    await done(model.removeException(exception.id))
    expect(model.state.exceptions).toStrictEqual([])
    await done(model.clearEvidence())
    expect(model.state.evidence?.documents).toBe(0)
    expect(model.state.notice).toStrictEqual({ section: 'evidence', kind: 'cleared' })
  })

  it('are made to last for another time, or all removed at once', async () => {
    await done(model.changeException(exception.id, 'certificate'))
    expect(model.state.exceptions).toMatchObject([{ id: exception.id, duration: 'certificate' }])
    expect(model.state.notice).toStrictEqual({ section: 'exceptions', kind: 'saved' })
    await done(model.clearExceptions())
    expect(model.state.exceptions).toStrictEqual([])
    expect(model.state.notice).toStrictEqual({ section: 'exceptions', kind: 'cleared' })
  })

  it('are kept up to date while the page is open', async () => {
    background.answers.exceptions = () => []
    await clock.advance(10_000)
    expect(model.state.exceptions).toStrictEqual([])
  })
})

it('says that nobody answers only where there is nothing to show', async () => {
  background.answers.settings = () => Promise.reject(new Error('no receiver'))
  await clock.advance(10_000)
  expect(model.state.isUnreachable).toBe(false)
  const other = new OptionsModel({ send: background.send, clock, download: () => {}, onChange: () => {} })
  await other.start()
  expect(other.state.isUnreachable).toBe(true)
})

describe('the offline data', () => {
  it('can be turned off and on, and what stands behind it is shown at once', async () => {
    background.answers.offline = () => ({ ...offlineSample, isOn: false })
    await done(model.setOfflineData(false))
    expect(background.lastOf('settings.save')).toMatchObject({ settings: { offlineData: false } })
    expect(model.state.offline?.isOn).toBe(false)
    expect(model.state.notice).toStrictEqual({ section: 'offline', kind: 'saved' })
  })

  it('are looked at soon after an update was asked for, though it has not begun yet', async () => {
    background.answers['offline.update'] = () => offlineSample
    background.answers.offline = () => downloading
    await done(model.updateOffline())
    expect(model.state.offline?.activity).toStrictEqual({ phase: 'idle' })
    await clock.advance(500)
    expect(model.state.offline?.activity).toMatchObject({ phase: 'downloading' })
  })

  it('are looked at often while there are none yet, unless they cannot come', async () => {
    const { onecrl } = offlineSample.collections
    const nothing = { ...onecrl, inForce: undefined, lastSuccess: undefined }
    const { failure } = failing.collections['cert-revocations']
    const collections = { ...offlineSample.collections, onecrl: nothing }
    background.answers.offline = () => ({ ...offlineSample, collections })
    await clock.advance(10_000)
    const before = background.countOf('offline')
    await clock.advance(1_000)
    expect(background.countOf('offline')).toBe(before + 2)
    const failed = { ...collections, onecrl: { ...nothing, failure } }
    background.answers.offline = () => ({ ...offlineSample, collections: failed })
    await clock.advance(500)
    const after = background.countOf('offline')
    await clock.advance(9_000)
    expect(background.countOf('offline')).toBe(after)
  })

  it('are looked at soon after they were turned on', async () => {
    await done(model.setOfflineData(true))
    background.answers.offline = () => downloading
    await clock.advance(500)
    expect(model.state.offline?.activity).toMatchObject({ phase: 'downloading' })
  })

  it('are looked at often while they are downloaded', async () => {
    background.answers.offline = () => downloading
    await done(model.updateOffline())
    expect(model.state.offline?.activity).toMatchObject({ phase: 'downloading' })
    background.answers.offline = () => offlineSample
    await clock.advance(500)
    expect(model.state.offline?.activity).toStrictEqual({ phase: 'idle' })
  })
})

describe('incidents', () => {
  it('can be exported with all that is known of them', () => {
    model.exportIncidents()
    expect(downloads).toHaveLength(1)
    const [[fileName, text] = ['', '']] = downloads
    expect(fileName).toBe('hardfail-incidents-2026-11-17.json')
    expect(JSON.parse(text)).toStrictEqual({
      format: 'hardfail-incidents/1',
      incidents: [JSON.parse(JSON.stringify(incident))],
    })
  })

  it('can be cleared', async () => {
    await done(model.clearIncidents())
    expect(model.state.incidents).toStrictEqual([])
    expect(model.state.notice).toStrictEqual({ section: 'incidents', kind: 'cleared' })
  })
})
