import { beforeEach, describe, expect, it } from 'vitest'
import type { FirefoxState } from '../../../src/browser/messages.ts'
import {
  FirefoxPanelModel,
  type FirefoxPanelState,
  type GivenFile,
} from '../../../src/ui/options/firefox/model.ts'
import { snippetsFor, WAYS } from '../../../src/ui/options/firefox/snippets.ts'
import { readText } from '../../../src/policy/firefox-settings/reading/read-text.ts'
import { deferred, FakeBackground, never } from '../fake-background.ts'
import { FakeClock } from '../fake-clock.ts'
import { firefoxSample, NOW } from '../samples.ts'

const BUILD = '20261101000000'
const SUPPORT = JSON.stringify({
  application: { name: 'Firefox', version: '153.7.0', buildID: BUILD },
  modifiedPreferences: { 'security.OCSP.require': true },
  lockedPreferences: {},
})

let background: FakeBackground
let clock: FakeClock
let model: FirefoxPanelModel

beforeEach(() => {
  background = new FakeBackground({
    firefox: () => firefoxSample,
    'firefox.note': () => firefoxSample,
    'firefox.forget': () => firefoxSample,
  })
  clock = new FakeClock(NOW)
  model = create()
})

function create(buildId: () => Promise<string> = () => Promise.resolve(BUILD)): FirefoxPanelModel {
  return new FirefoxPanelModel({
    send: background.send,
    clock,
    buildId,
    onChange: () => {},
  })
}

const file = (name: string, text: string, size = text.length): GivenFile => ({
  name,
  size,
  text: () => Promise.resolve(text),
})

const checked = (): FirefoxPanelState['checked'] => model.state.checked

describe('what is known', () => {
  it('is loaded, and again every ten seconds', async () => {
    await model.start()
    expect(model.state.firefox).toEqual(firefoxSample)
    await clock.advance(30_000)
    expect(background.countOf('firefox')).toBe(4)
    model.stop()
    await clock.advance(30_000)
    expect(background.countOf('firefox')).toBe(4)
  })

  it('stays as it was while nobody answers', async () => {
    await model.start()
    background.answers = { firefox: never }
    await clock.advance(60_000)
    expect(model.state.firefox).toEqual(firefoxSample)
  })
})

describe('a text', () => {
  it('is read here, and no more of it goes to the background than what is on or off', async () => {
    await model.check(SUPPORT)
    expect(checked()).toMatchObject({ kind: 'read', text: 'about-support', isNoted: true, isForeign: false })
    const sent = JSON.stringify(background.lastOf('firefox.note'))
    expect(sent).toContain('"ocsp-require"')
    expect(sent).not.toMatch(/security\.|153|about:|2026/)
    expect(JSON.stringify(model.state)).not.toContain('153.7.0')
  })

  it('of another Firefox is shown, and not noted', async () => {
    model = create(() => Promise.resolve('20200101000000'))
    await model.check(SUPPORT)
    expect(checked()).toMatchObject({ kind: 'read', isNoted: false, isForeign: true })
    expect(background.countOf('firefox.note')).toBe(0)
  })

  it('is taken for that of another where it is not known which one this is', async () => {
    model = create(() => Promise.reject(new Error('no')))
    await model.check(SUPPORT)
    expect(checked()).toMatchObject({ isForeign: true })
  })

  it('that cannot be noted is shown all the same', async () => {
    background.answers = {}
    await model.check(SUPPORT)
    expect(checked()).toMatchObject({ kind: 'read', isNoted: false })
  })

  it('that is none of these is refused with its reason', async () => {
    await model.check('hello')
    expect(checked()).toEqual({ kind: 'refused', why: 'not-recognised' })
  })

  it('from a file is told by its name', async () => {
    await model.checkFile(file('prefs.js', 'user_pref("security.OCSP.require", true);'))
    expect(checked()).toMatchObject({ text: 'prefs-js', isNoted: true })
  })

  it('from a file that is too large is not even read', async () => {
    const huge = { ...file('huge.json', ''), size: 10 ** 9, text: () => Promise.reject(new Error('read')) }
    await model.checkFile(huge)
    expect(checked()).toEqual({ kind: 'refused', why: 'too-large' })
  })

  it('from a file that cannot be read is none', async () => {
    await model.checkFile({ ...file('gone.js', ''), text: () => Promise.reject(new Error('gone')) })
    expect(checked()).toEqual({ kind: 'refused', why: 'empty' })
  })
})

describe('what the user does', () => {
  it('is confirmed for a moment', async () => {
    await model.forget()
    expect(model.state.notice).toBe('forgotten')
    await clock.advance(5_000)
    expect(model.state.notice).toBeUndefined()
  })

  it('does not take along what is given to read while it goes on', async () => {
    const answer = deferred<FirefoxState>()
    background.answers['firefox.forget'] = () => answer.promise
    const forgotten = model.forget()
    await model.check(SUPPORT)
    answer.resolve(firefoxSample)
    await forgotten
    expect(checked()?.kind).toBe('read')
  })

  it('is said to have failed where it has', async () => {
    background.answers = {}
    await model.forget()
    expect(model.state.notice).toBe('failed')
  })
})

describe('what is there to copy', () => {
  const WANTED = { name: 'security.OCSP.require', value: true }

  it.each(WAYS.filter((way) => way !== 'about-config'))(
    'into %s sets what it should when read again',
    (way) => {
      const last = snippetsFor(way, WANTED).at(-1)?.text ?? ''
      const reading = readText(last)
      expect(reading.kind === 'read' && reading.text.found.get(WANTED.name)).toMatchObject({ value: true })
    },
  )

  it('is nothing for a policy where Firefox does not take it from one', () => {
    expect(snippetsFor('policies', { name: 'security.pki.crlite_mode', value: 2 })).toEqual([])
  })
})
