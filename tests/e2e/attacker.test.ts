import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readInterstitialAddress } from '../../src/browser/guard/interstitial-address.ts'
import type { Target } from '../lab/attacker/tricks.ts'
import { attack, framesIn, installHostileAddon, isFullScreen, phaseIn } from './attacker-hands.ts'
import { chooseSettings } from './choose-settings.ts'
import { addonUrl, askFrom } from './firefox/addon.ts'
import type { Tab } from './firefox/tab.ts'
import { click, continueAnyway } from './interstitial-hands.ts'
import { setStage, type Stage } from './stage.ts'
import { waitUntil } from './wait-until.ts'

const INTERSTITIAL = addonUrl('extension/interstitial/index.html')

/** For good: the last of what he has begun may still be arriving. */
async function isSettledIn(tab: Tab): Promise<boolean> {
  const isSettled = async () => (await phaseIn(tab)) === 'settled'
  return (await isSettled()) && sleep(500).then(isSettled)
}

/**
 * The attacker has a site with a good certificate, windows may be opened without a click, and he knows the address and the
 * id of an interstitial. What he wants is to have the page of another site shown, or to have the user go on to it unawares.
 */
describe('an attacker', () => {
  let stage: Stage
  let victim: Tab
  let target: Target

  beforeAll(async () => {
    stage = await setStage({ prefs: { 'dom.disable_open_during_load': false, 'dom.popup_maximum': -1 } })
    const site = stage.scenario('03-cut-off.public')
    await site.arrange()
    const visit = await stage.session.visit(site.url)
    victim = visit.tab
    target = {
      page: site.url,
      interstitial: visit.url,
      landing: `${stage.scenario('05-good.public').url}landing`,
    }
  })

  // The interstitial that he is after stands, whatever he has tried before.
  beforeEach(() => waitUntil(async () => (await phaseIn(victim)) === 'settled'))

  afterAll(() => stage.close())

  const attackerUrl = () => `${stage.scenario('05-good.public').url}attacker`

  async function arrive(beside?: Tab): Promise<Tab> {
    const { tab, outcome } = await stage.session.visit(attackerUrl(), beside ? { beside } : {})
    expect(outcome).toBe('opens')
    return tab
  }

  async function removeExceptions(): Promise<void> {
    const { addon } = stage.session
    for (const { id } of (await addon?.ask('exceptions', {})) ?? [])
      await addon?.ask('exceptions.remove', { id })
  }

  it('frames neither the page nor the interstitial', async () => {
    const tab = await arrive()
    await attack(tab, 'frame', target)
    const framed = await framesIn(stage.session, tab)
    expect(framed.length).toBeGreaterThanOrEqual(2)
    expect(framed.filter((url) => /^(moz-extension|https):/.test(url))).toEqual([])
    await tab.close()
  })

  it('loses hold of a window as soon as the interstitial stands in it', async () => {
    const tab = await arrive()
    const loot = await attack(tab, 'opener', target)
    expect(loot).toMatchObject({
      closed: 'true',
      address: 'refused',
      document: 'refused',
      history: 'refused',
    })
    const opened = await tabAt(target.page)
    expect(await phaseIn(opened)).toBe('settled')
    await opened.close()
    await tab.close()
  })

  it('that writes and navigates in a window of his own never has the page there', async () => {
    const tab = await arrive()
    const before = new Set((await stage.session.tabs()).map(({ context }) => context))
    await attack(tab, 'race', target)
    const raced = (await stage.session.tabs()).filter(({ context }) => !before.has(context))
    for (const one of raced) {
      expect(await one.run((url) => location.href === url, target.page)).toBe(false)
      await one.close()
    }
    await tab.close()
  })

  it('is not heard, and reads nothing of ours', async () => {
    const tab = await arrive()
    expect(await attack(tab, 'messages', target)).toEqual({
      runtime: 'nothing',
      fetched: 'refused',
      script: 'refused',
      image: 'refused',
    })
    await tab.close()
  })

  // About as fast as an answer comes; and slower, so that each is held before the next.
  it.each([20, 300])('that navigates there for ever, every %i ms, ends at an interstitial', async (every) => {
    const tab = await arrive()
    await attack(tab, 'storm', { ...target, every })
    await waitUntil(() => isSettledIn(tab), 30_000)
    expect(await tab.run(() => location.href)).toContain(INTERSTITIAL)
    await tab.close()
  })

  // Each attempt ends the one before: while he goes on, there is nothing that would arrive, but by chance.
  it('that navigates there faster than any answer comes keeps nothing but his own page, and that not for long', async () => {
    const tab = await arrive()
    await attack(tab, 'storm', { ...target, every: 1, attempts: 500 })
    const beside = await arrive()
    await beside.close()
    const stood = new Set<string>()
    await waitUntil(async () => {
      stood.add(await tab.run(() => location.origin))
      return isSettledIn(tab)
    }, 30_000)
    expect([...stood]).not.toContain(new URL(target.page).origin)
    await tab.close()
  })

  it('that leads back to where one comes from cannot keep anybody: the tab can be closed', async () => {
    const { session } = stage
    const tab = await session.openTab()
    tab.navigate(`${attackerUrl()}?trick=trap&page=${encodeURIComponent(target.page)}`)
    await waitUntil(async () => (await phaseIn(tab)) === 'settled')
    expect(await tab.run(firstButton)).toBe('go-back')
    await tab.run(click, '#go-back')
    await waitUntil(async () => (await tab.run(firstButton)) === 'close-tab')
    const before = (await session.tabs()).length
    await tab.run(click, '#close-tab').catch(() => undefined)
    await waitUntil(async () => (await session.tabs()).length === before - 1)
  })

  it('takes neither the screen nor the pointer along', async () => {
    const { session } = stage
    const tab = await arrive()
    await session.bringToFront(tab)
    await attack(tab, 'seize', target)
    await tab.clickAt('#game')
    await waitUntil(() => isFullScreen(session))
    await waitUntil(async () => (await phaseIn(tab)) === 'settled')
    expect(await isFullScreen(session)).toBe(false)
    expect(await tab.run(() => [document.fullscreenElement, document.pointerLockElement])).toEqual([
      null,
      null,
    ])
    await tab.close()
  })

  it('whose window closes under a click, or whose game has a key held down, does not have it confirmed', async () => {
    const { session } = stage
    const held = (await session.visit(target.page)).tab
    await session.bringToFront(held)
    await held.run(click, '#continue-anyway')
    await waitUntil(() => held.run(isEnabled, '#confirm-continue'))

    const game = await session.openWindow()
    await session.visit(attackerUrl(), { tab: game })
    await session.bringToFront(game)
    await game.clickAt('#game')
    await game.close()
    await session.bringToFront(held)
    await held.clickAt('#confirm-continue')
    await held.holdDown(ENTER, 1)
    expect(await phaseIn(held), 'at once').toBe('settled')
    expect(await session.addon?.ask('exceptions', {})).toEqual([])
    await waitUntil(() => held.run(isEnabled, '#confirm-continue'))
    await held.run(focusOn, '#confirm-continue')
    await held.holdDown(ENTER, 3)
    await sleep(300)
    expect(await phaseIn(held), 'with a key held down').toBe('settled')

    await held.clickAt('#confirm-continue')
    await waitUntil(() => held.run((url) => location.href === url, target.page))
    await removeExceptions()
    await held.close()
  })

  it('has no name of a host pasted, or dropped where it is to be typed', async () => {
    const { session } = stage
    const revoked = stage.scenario('02-ocsp.public')
    await revoked.arrange()
    const { tab } = await session.visit(revoked.url)
    await tab.run(click, '#continue-anyway')
    for (const type of ['paste', 'drop'] as const) {
      expect(await tab.run(refuses, '#typed-host', type), `at ${type}`).toBe(true)
    }
    await waitUntil(() => tab.run(() => document.querySelector('#typed-host-note')?.textContent !== ''))
    await tab.close()
  })

  it('gets nowhere with an id that he has guessed, or that was used, or that is another tab’s', async () => {
    const { session } = stage
    const id = idOf(target.interstitial)
    for (const path of ['extension/options/index.html', 'extension/popup/index.html']) {
      const page = await session.addon?.openPage(`${path}?id=${id}`)
      if (page === undefined) throw new Error('there is no add-on')
      expect(await forge(page, id), `from ${path}`).toBe('refused')
      await page.close()
    }

    const other = stage.scenario('07-cut-off.public')
    other.behave('cut-off', 'cut-off')
    const { tab: own, url } = await session.visit(other.url)
    expect(await forge(own, id), 'in the name of another interstitial').toBe('refused')
    const outcome = await continueAnyway(session, own)
    expect(outcome.outcome).toBe('opens')
    await removeExceptions()

    const replayed = await session.openTab()
    replayed.navigate(url)
    await waitUntil(async () => (await phaseIn(replayed)) === 'settled')
    expect(await forge(replayed, idOf(url)), 'after its use').toBe('refused')
    for (const tab of [own, replayed]) await tab.close()
  })

  it('with an add-on of his own is not heard either, nor let into our pages', async () => {
    const { session } = stage
    const addon = await installHostileAddon(session)
    const page = await session.openTab()
    page.navigate(addon.page)
    await waitUntil(() => page.run(() => 'browser' in globalThis))
    const tabId = await session.addon?.tabId(victim)
    expect(await addon.attack(page, target, tabId ?? -1)).toMatchObject({
      sent: 'refused',
      connected: 'refused',
      'sent to the tab': 'refused',
      injected: 'refused',
    })
    // He may open our page in a tab of his own: there the id is worth nothing.
    const copy = await tabAt(target.page, victim)
    await waitUntil(async () => (await phaseIn(copy)) === 'settled')
    expect(idOf(await copy.run(() => location.href))).not.toBe(idOf(target.interstitial))
    for (const tab of [copy, page]) await tab.close()
    await addon.remove()
  })

  it('whose page asks whether one really wants to leave does not keep the interstitial away', async () => {
    const { session } = stage
    const site = stage.scenario('01-ocsp.public')
    const { tab } = await session.visit(site.url)
    await tab.run(registerWorker)
    const { deadlineMs } = await chooseSettings(session, { deadlineMs: 3_000 })
    await session.addon?.ask('evidence.clear', {})
    site.behave('timeout', 'timeout')
    // Its own worker answers, so that it stands there before it is judged.
    expect((await session.visit(site.url, { tab })).outcome).toBe('opens')
    await session.bringToFront(tab)
    await tab.clickAt('#lab-page')
    await tab.run(cling)
    await waitUntil(async () => (await phaseIn(tab)) === 'settled', 20_000)
    await chooseSettings(session, { deadlineMs })
    await tab.close()
  })

  it('has had nothing excepted in the end, nor caused an error of ours', async () => {
    const { addon } = stage.session
    expect(await addon?.ask('exceptions', {})).toEqual([])
    // What he was refused is said to be an error of his.
    const errors = (await addon?.errors.list()) ?? []
    expect(errors.filter((error) => error.includes('{file: "moz-extension:'))).toEqual([])
    await addon?.errors.forget()
  })

  /** The tab with the interstitial for the page, other than the one given. */
  async function tabAt(page: string, besides: Tab = victim): Promise<Tab> {
    let found: Tab | undefined
    await waitUntil(async () => {
      for (const tab of await stage.session.tabs()) {
        const address = await tab.run(() => location.href).catch(() => '')
        const isIt = readInterstitialAddress(INTERSTITIAL, address)?.page === page
        if (isIt && tab.context !== besides.context) found = tab
      }
      return found !== undefined
    })
    if (found === undefined) throw new Error('there is no such tab')
    return found
  }
})

const idOf = (address: string) => readInterstitialAddress(INTERSTITIAL, address)?.id ?? ''

/** What comes of going on in the name of a hold. */
const forge = (page: Tab, id: string) =>
  askFrom(page, 'hold.continue', { id, duration: 'certificate' }).catch(() => 'refused')

const ENTER = '\uE007'

// The rest is sent to the page as text.

async function registerWorker(): Promise<void> {
  await navigator.serviceWorker.register('/worker.js')
  await navigator.serviceWorker.ready
}

function cling(): void {
  addEventListener('beforeunload', (event) => event.preventDefault())
}

function firstButton(): string {
  return document.querySelector('.actions button')?.id ?? ''
}

function isEnabled(selector: string): boolean {
  return document.querySelector<HTMLButtonElement>(selector)?.disabled === false
}

function focusOn(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus()
}

/** Whether the page does not let that be done to the element. */
function refuses(selector: string, type: 'paste' | 'drop'): boolean {
  return (
    document.querySelector(selector)?.dispatchEvent(new Event(type, { bubbles: true, cancelable: true })) ===
    false
  )
}
