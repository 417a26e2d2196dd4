import { beforeEach, describe, expect, it } from 'vitest'
import { PopupModel } from '../../../src/ui/popup/model.ts'
import { FakeBackground, deferred } from '../fake-background.ts'
import { FakeClock } from '../fake-clock.ts'
import { HOST, NOW, exception, firefoxSample, verifiedPage } from '../samples.ts'

const TAB = 7

let clock: FakeClock
let background: FakeBackground
let model: PopupModel
let downloads: { fileName: string; text: string }[]

beforeEach(() => {
  clock = new FakeClock(NOW)
  background = new FakeBackground({ page: () => verifiedPage })
  downloads = []
  model = new PopupModel({
    tabId: Promise.resolve(TAB),
    send: background.send,
    clock,
    download: (fileName, text) => downloads.push({ fileName, text }),
    onChange: () => {},
  })
})

describe('following the tab', () => {
  it('asks about the tab that it was opened over', async () => {
    model.start()
    await clock.advance(0)
    expect(background.lastOf('page')).toStrictEqual({ tabId: TAB })
    expect(model.state.page).toBe(verifiedPage)
  })

  it('asks twice a second while the check is under way, and less often after', async () => {
    background.answers.page = () => ({ kind: 'checking', host: HOST })
    model.start()
    await clock.advance(2_000)
    expect(background.countOf('page')).toBe(5)
    background.answers.page = () => verifiedPage
    await clock.advance(500)
    const count = background.countOf('page')
    await clock.advance(4_000)
    expect(background.countOf('page')).toBe(count + 2)
  })

  it('says after several failures that nobody answers, and recovers', async () => {
    background.answers.page = () => Promise.reject(new Error('no receiver'))
    model.start()
    await clock.advance(500)
    expect(model.state.isUnreachable).toBe(false)
    await clock.advance(1_000)
    expect(model.state.isUnreachable).toBe(true)
    background.answers.page = () => verifiedPage
    await clock.advance(500)
    expect(model.state.isUnreachable).toBe(false)
  })
})

it('finds out how Firefox is set, as far as anybody knows', async () => {
  model.start()
  await clock.advance(0)
  expect(model.state.settings).toBeUndefined()
  background.answers.firefox = () => firefoxSample
  model.stop()
  model.start()
  await clock.advance(0)
  expect(model.state.settings).toBe(firefoxSample.settings)
})

describe('check again', () => {
  it('keeps the old state on screen until the new one comes', async () => {
    const check = deferred<typeof verifiedPage>()
    background.answers['page.check'] = () => check.promise
    model.start()
    await clock.advance(0)
    void model.checkAgain()
    await clock.advance(5_000)
    expect(model.state).toMatchObject({ isCheckingAgain: true, page: verifiedPage })
    const renewed = { ...verifiedPage, others: [] }
    check.resolve(renewed)
    await clock.advance(0)
    expect(model.state.page).toBe(renewed)
    expect(model.state.isCheckingAgain).toBe(false)
  })

  it('is not asked for twice at once', async () => {
    background.answers['page.check'] = () => new Promise(() => {})
    model.start()
    await clock.advance(0)
    void model.checkAgain()
    void model.checkAgain()
    await clock.advance(0)
    expect(background.countOf('page.check')).toBe(1)
  })
})

describe('exceptions', () => {
  it('finds the one by which the page is shown, by host and certificate', async () => {
    background.answers.page = () => ({ ...verifiedPage, action: 'excepted' })
    background.answers.exceptions = () => [
      { ...exception, id: 'other-host', host: 'other.example' },
      { ...exception, id: 'other-certificate', fingerprint: '00' },
      exception,
    ]
    model.start()
    await clock.advance(0)
    expect(model.state.exception).toBe(exception)
  })

  it('ends it', async () => {
    background.answers.page = () => ({ ...verifiedPage, action: 'excepted' })
    background.answers.exceptions = () => [exception]
    background.answers['exceptions.remove'] = () => {
      background.answers.page = () => verifiedPage
      return []
    }
    model.start()
    await clock.advance(0)
    void model.endException()
    await clock.advance(0)
    expect(background.lastOf('exceptions.remove')).toStrictEqual({ id: exception.id })
    expect(model.state.exception).toBeUndefined()
  })
})

describe('export', () => {
  it('saves the text under a name that tells host and time', async () => {
    background.answers['page.export'] = () => '{"version":1}'
    model.start()
    await clock.advance(0)
    void model.exportEvidence()
    await clock.advance(0)
    expect(downloads).toStrictEqual([
      { fileName: 'hardfail-bank.example-2026-11-17T14-30-00-000Z.json', text: '{"version":1}' },
    ])
  })

  it('says so where there is nothing to export', async () => {
    background.answers['page.export'] = () => undefined
    model.start()
    await clock.advance(0)
    void model.exportEvidence()
    await clock.advance(0)
    expect(model.state.hasExportFailed).toBe(true)
    expect(downloads).toStrictEqual([])
  })
})
