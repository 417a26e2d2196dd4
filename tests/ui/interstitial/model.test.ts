import { beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../../src/policy/settings.ts'
import { mayConfirm } from '../../../src/ui/interstitial/may-confirm.ts'
import { InterstitialModel, type Presence } from '../../../src/ui/interstitial/model.ts'
import { isReleaseSlow } from '../../../src/ui/interstitial/release.ts'
import type { Hold } from '../../../src/ui/interstitial/state.ts'
import { causeOf, verdictKindOf, viewOf } from '../../../src/ui/interstitial/view.ts'
import { titleOf } from '../../../src/ui/interstitial/title.ts'
import { createTranslate } from '../../../src/ui/i18n.ts'
import { FakeBackground, deferred, never } from '../fake-background.ts'
import { FakeClock } from '../fake-clock.ts'
import { getMessageIn } from '../get-message.ts'
import {
  HOST,
  NOW,
  checkingHold,
  goneHold,
  revokedHold,
  unverifiedHold,
  unverifiedReport,
} from '../samples.ts'

let clock: FakeClock
let background: FakeBackground
let model: InterstitialModel
let presence: Presence
let opened: string[]

beforeEach(() => {
  clock = new FakeClock(NOW)
  background = new FakeBackground({ hold: () => checkingHold, settings: () => DEFAULT_SETTINGS })
  presence = 'attended'
  opened = []
  model = create(undefined)
})

function create(page: string | undefined): InterstitialModel {
  return new InterstitialModel({
    id: 'opaque',
    page,
    send: background.send,
    clock,
    presence: () => presence,
    open: (url) => opened.push(url),
    onChange: () => {},
  })
}

const PAGE = 'https://bank.example/login'
const t = createTranslate(getMessageIn('en'))

async function startWith(hold: Hold): Promise<void> {
  background.answers.hold = () => hold
  background.answers['hold.retry'] = () => hold
  model.start()
  await clock.advance(0)
}

describe('while the check is under way', () => {
  it('asks three times a second, by the opaque id alone', async () => {
    model.start()
    await clock.advance(3_000)
    expect(background.countOf('hold')).toBe(11)
    expect(background.lastOf('hold')).toStrictEqual({ id: 'opaque' })
  })

  it('shows the evidence as it comes', async () => {
    model.start()
    await clock.advance(300)
    background.answers.hold = () => ({ ...checkingHold, report: unverifiedReport })
    await clock.advance(300)
    expect(viewOf(model.state)).toMatchObject({ kind: 'checking', hold: { report: unverifiedReport } })
  })

  it('moves the clock on screen', async () => {
    model.start()
    await clock.advance(2_400)
    expect(model.state.now).toBe(NOW + 2_400)
  })

  it('asks no more once it is stopped', async () => {
    model.start()
    await clock.advance(600)
    model.stop()
    const count = background.countOf('hold')
    await clock.advance(60_000)
    expect(background.countOf('hold')).toBe(count)
  })
})

describe('when the background does not answer', () => {
  it('goes on asking, and says so only after several failures', async () => {
    background.answers.hold = () => Promise.reject(new Error('no receiver'))
    model.start()
    await clock.advance(1_000)
    expect(viewOf(model.state).kind).toBe('waiting')
    await clock.advance(1_000)
    expect(viewOf(model.state).kind).toBe('unreachable')
  })

  it('takes a reply that never comes for a failure', async () => {
    background.answers.hold = () => never()
    model.start()
    await clock.advance(30_000)
    expect(viewOf(model.state).kind).toBe('unreachable')
  })

  it('recovers as soon as it answers again', async () => {
    background.answers.hold = () => Promise.reject(new Error('no receiver'))
    model.start()
    await clock.advance(3_000)
    background.answers.hold = () => unverifiedHold
    await clock.advance(600)
    expect(viewOf(model.state).kind).toBe('settled')
  })

  it('never shows a way on', async () => {
    background.answers.hold = () => Promise.reject(new Error('no receiver'))
    model.start()
    await clock.advance(3_000)
    model.openConsent()
    await clock.advance(2_000)
    expect(mayConfirm(model.state)).toBe(false)
  })
})

describe('when the check has settled', () => {
  it('asks less often', async () => {
    await startWith(revokedHold)
    await clock.advance(6_000)
    expect(background.countOf('hold')).toBe(1 + 2)
  })

  it('leaves it to the background to try again', async () => {
    await startWith(unverifiedHold)
    await clock.advance(300_000)
    expect(background.countOf('hold.retry')).toBe(0)
  })

  it('tells the background at once when the network comes back', async () => {
    await startWith(unverifiedHold)
    await model.online()
    expect(background.countOf('network.back')).toBe(1)
  })

  it('follows closely while the background tries again, with the outcome still on screen', async () => {
    await startWith({ ...unverifiedHold, isTryingAgain: true })
    await clock.advance(3_000)
    expect(background.countOf('hold')).toBe(11)
    expect(viewOf(model.state)).toMatchObject({ kind: 'settled', isCheckingAgain: true })
  })

  it('keeps the outcome on screen during a later attempt', async () => {
    await startWith(unverifiedHold)
    background.answers['hold.retry'] = () => checkingHold
    background.answers.hold = () => checkingHold
    model.retry()
    await clock.advance(600)
    expect(viewOf(model.state)).toMatchObject({
      kind: 'settled',
      hold: unverifiedHold,
      isCheckingAgain: true,
    })
  })

  it('drops the reply to a poll that a later attempt has overtaken', async () => {
    await startWith(unverifiedHold)
    const poll = deferred<Hold>()
    background.answers.hold = () => poll.promise
    await clock.advance(2_100)
    background.answers['hold.retry'] = () => checkingHold
    model.retry()
    await clock.advance(0)
    poll.resolve(unverifiedHold)
    await clock.advance(0)
    expect(model.state.hold?.phase).toBe('checking')
  })

  it('counts a check without a verdict as unverified, by our own fault', () => {
    const hold: Hold = { ...unverifiedHold, report: undefined, verdict: undefined }
    expect(verdictKindOf(hold)).toBe('unverified')
    expect(causeOf(hold)).toBe('internal-fault')
  })
})

describe('continue anyway', () => {
  it('can be confirmed only one second after the second step has appeared', async () => {
    await startWith(unverifiedHold)
    model.openConsent()
    await clock.advance(900)
    expect(mayConfirm(model.state)).toBe(false)
    await clock.advance(300)
    expect(mayConfirm(model.state)).toBe(true)
  })

  it.each(['hidden', 'visible'] as const)(
    'can be confirmed only one second after the page was %s, with another in front',
    async (meanwhile) => {
      await startWith(unverifiedHold)
      model.openConsent()
      await clock.advance(5_000)
      // As when a window that lay over this one closes under the finger.
      presence = meanwhile
      model.look()
      presence = 'attended'
      model.look()
      expect(mayConfirm(model.state)).toBe(false)
      void model.confirm()
      await clock.advance(900)
      expect(mayConfirm(model.state)).toBe(false)
      await clock.advance(300)
      expect(mayConfirm(model.state)).toBe(true)
      expect(background.countOf('hold.continue')).toBe(0)
    },
  )

  it('cannot be confirmed while another window has the focus', async () => {
    presence = 'visible'
    await startWith(unverifiedHold)
    model.openConsent()
    await clock.advance(60_000)
    expect(mayConfirm(model.state)).toBe(false)
  })

  it('begins anew on a page that comes back from the history', async () => {
    await startWith(unverifiedHold)
    model.openConsent()
    await clock.advance(5_000)
    model.comeBack()
    expect(model.state.consent).toBeUndefined()
    expect(mayConfirm(model.state)).toBe(false)
  })

  it('wants the host name typed, not pasted', async () => {
    await startWith(revokedHold)
    model.openConsent()
    model.refusePaste()
    expect(model.state.consent).toMatchObject({ wasPasted: true, typedHost: '' })
    model.typeHost('b')
    expect(model.state.consent).toMatchObject({ wasPasted: false, typedHost: 'b' })
  })

  it('sends nothing when confirmed too early', async () => {
    await startWith(unverifiedHold)
    model.openConsent()
    await model.confirm()
    expect(background.countOf('hold.continue')).toBe(0)
  })

  it('offers the duration that the settings name, and sends the one that was chosen', async () => {
    background.answers.settings = () => ({ ...DEFAULT_SETTINGS, exceptionDuration: 'hour' })
    background.answers['hold.continue'] = () => true
    await startWith(unverifiedHold)
    model.openConsent()
    expect(model.state.consent?.duration).toBe('hour')
    model.chooseDuration('certificate')
    await clock.advance(1_200)
    void model.confirm()
    await clock.advance(0)
    expect(background.lastOf('hold.continue')).toStrictEqual({ id: 'opaque', duration: 'certificate' })
  })

  it('wants the host name typed where the certificate is revoked', async () => {
    background.answers['hold.continue'] = () => true
    await startWith(revokedHold)
    model.openConsent()
    await clock.advance(2_000)
    expect(mayConfirm(model.state)).toBe(false)
    model.typeHost('bank.exampl')
    expect(mayConfirm(model.state)).toBe(false)
    model.typeHost(` ${HOST.toUpperCase()} `)
    expect(mayConfirm(model.state)).toBe(true)
    void model.confirm()
    await clock.advance(0)
    expect(background.lastOf('hold.continue')).toStrictEqual({
      id: 'opaque',
      duration: 'session',
      typedHost: ` ${HOST.toUpperCase()} `,
    })
  })

  it('is not to be had where the background does not offer it', async () => {
    await startWith({ ...unverifiedHold, mayContinue: 'no' })
    model.openConsent()
    await clock.advance(2_000)
    expect(model.state.consent).toBeUndefined()
    expect(mayConfirm(model.state)).toBe(false)
  })

  it('says when it was refused', async () => {
    background.answers['hold.continue'] = () => false
    await startWith(unverifiedHold)
    model.openConsent()
    await clock.advance(1_200)
    void model.confirm()
    await clock.advance(0)
    expect(model.state.consent?.phase).toBe('refused')
  })

  it('is not disturbed by an attempt that comes to the same while the user decides', async () => {
    await startWith(unverifiedHold)
    model.openConsent()
    for (const isTryingAgain of [true, false]) {
      background.answers.hold = () => ({ ...unverifiedHold, isTryingAgain })
      await clock.advance(3_000)
    }
    expect(mayConfirm(model.state)).toBe(true)
  })

  it('is closed where something else stands in the way now', async () => {
    await startWith(unverifiedHold)
    model.openConsent()
    background.answers.hold = () => revokedHold
    await clock.advance(3_000)
    expect(model.state.consent).toBeUndefined()
  })
})

describe('where nobody looks at the tab', () => {
  beforeEach(() => {
    presence = 'hidden'
  })

  it('asks less often while the check goes on, and not at all once it has settled', async () => {
    model.start()
    await clock.advance(4_000)
    expect(background.countOf('hold')).toBe(1 + 2)
    background.answers.hold = () => unverifiedHold
    await clock.advance(2_000)
    const count = background.countOf('hold')
    await clock.advance(600_000)
    expect(background.countOf('hold')).toBe(count)
    expect(model.state.hold?.phase).toBe('settled')
  })

  it('asks at once when somebody looks', async () => {
    await startWith(revokedHold)
    await clock.advance(60_000)
    const count = background.countOf('hold')
    presence = 'visible'
    model.look()
    await clock.advance(0)
    expect(background.countOf('hold')).toBe(count + 1)
    await clock.advance(2_400)
    expect(background.countOf('hold')).toBeGreaterThan(count + 1)
  })

  it('does not go back to a page that nobody knows of any more until somebody looks', async () => {
    background.answers.hold = () => ({ phase: 'gone', url: PAGE })
    model.start()
    await clock.advance(60_000)
    expect(opened).toEqual([])
    presence = 'visible'
    model.look()
    await clock.advance(300)
    expect(opened).toEqual([PAGE])
  })
})

describe('when nobody knows of the hold any more', () => {
  it('goes back to the page to have it judged anew, once', async () => {
    background.answers.hold = () => ({ phase: 'gone', url: PAGE })
    model.start()
    await clock.advance(10_000)
    expect(viewOf(model.state)).toMatchObject({ kind: 'reopening', url: PAGE, host: 'bank.example' })
    expect(opened).toEqual([PAGE])
    expect(isReleaseSlow(model.state)).toBe(true)
  })

  it('finds the page by its own address after a restart', async () => {
    background.answers.hold = () => goneHold
    model = create(PAGE)
    model.start()
    await clock.advance(300)
    expect(opened).toEqual([PAGE])
  })

  it('leaves it to the background where that has just let the page go', async () => {
    model = create(PAGE)
    await startWith(unverifiedHold)
    background.answers.hold = () => goneHold
    await clock.advance(4_000)
    expect(opened).toEqual([])
    await clock.advance(4_000)
    expect(opened).toEqual([PAGE])
  })

  it('does not leave when nobody answers at all', async () => {
    background.answers.hold = () => Promise.reject(new Error('no receiver'))
    model = create(PAGE)
    model.start()
    await clock.advance(10_000)
    expect(opened).toEqual([])
  })
})

async function titleFor(host: string): Promise<string> {
  await startWith({ ...unverifiedHold, host })
  return titleOf(model.state, t)
}

describe('the title', () => {
  it('names the host', async () => {
    expect(await titleFor('bank.example')).toMatch(/^bank\.example/)
  })

  it('shows the end of a long one, which says whose it is', async () => {
    const title = await titleFor(`www.bank.example.${'a'.repeat(60)}.evil.example`)
    expect(title).toMatch(/^….*\.evil\.example/)
    expect(title).not.toContain('bank')
  })
})

describe('when there is nothing to hold any more', () => {
  it('says that the page is opening, and offers a link when that takes long', async () => {
    await startWith(unverifiedHold)
    background.answers.hold = () => ({ ...unverifiedHold, phase: 'released' })
    await clock.advance(2_100)
    expect(viewOf(model.state).kind).toBe('released')
    expect(isReleaseSlow(model.state)).toBe(false)
    await clock.advance(3_000)
    expect(isReleaseSlow(model.state)).toBe(true)
  })

  it('says so when the id is not known', async () => {
    background.answers.hold = () => goneHold
    model.start()
    await clock.advance(0)
    expect(viewOf(model.state).kind).toBe('gone')
  })
})
