import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CollectionName } from '../../src/browser/remote-settings/config.ts'
import { createTranslate, keyOf } from '../../src/ui/i18n.ts'
import { EXPECTED_CAUSES, type ExpectedCause } from '../lab/remote-settings/expected-causes.ts'
import { getMessageIn } from '../ui/get-message.ts'
import { findViolations } from './accessibility.ts'
import { click } from './interstitial-hands.ts'
import { type OfflineDesk, openOfflineDesk } from './offline-desk.ts'
import { pictureFile } from './pictures.ts'
import { setStage, type Stage } from './stage.ts'
import { askForDecision } from './visit-scenario.ts'
import { waitUntil } from './wait-until.ts'

const MINUTE = 60_000
const DAY = 86_400_000

/** Every page must be there long before. */
const PAGE_MS = 5_000

const NAMES: readonly CollectionName[] = ['onecrl', 'cert-revocations']

const FILTERS: readonly CollectionName[] = ['cert-revocations']

/** The one that wants to be left alone for hours has a place of its own. */
const CASES = EXPECTED_CAUSES.filter(({ behaviour }) => behaviour !== 'http-503')

const GOOD = '19-good.public'
const REVOKED = '19-revoked.public'

const LOOK = { locale: 'en', scheme: 'light' } as const
const english = createTranslate(getMessageIn('en'))

let stage: Stage
let desk: OfflineDesk
/** Of what is published next: newer each time. */
let age = 10 * 60 * MINUTE

beforeAll(async () => {
  stage = await setStage()
  await stage.session.addon?.untilOfflineData()
  desk = await openOfflineDesk(stage.session)
})

afterAll(() => stage.close())

beforeEach(async () => {
  stage.lab.reset()
  for (const id of [GOOD, REVOKED]) await stage.scenario(id).arrange()
})

function publishNewer(revokedNow: readonly string[] = []): void {
  age -= MINUTE
  stage.lab.publishOffline(age, revokedNow)
}

async function look(id: string) {
  const { outcome, decision, tookMs } = await visitNow(id)
  expect(tookMs).toBeLessThan(PAGE_MS)
  return [outcome, decision?.verdict, decision?.source]
}

async function visitNow(id: string) {
  const { session } = stage
  const visit = await session.visit(stage.scenario(id).url)
  const decision = session.addon && (await askForDecision(session.addon, visit))
  await visit.tab.close()
  return { ...visit, decision }
}

/** From the event page's memory, or from disk by one that has just woken. */
async function expectOldState(): Promise<void> {
  await stage.session.addon?.ask('evidence.clear', {})
  expect(await look(GOOD)).toEqual(['opens', 'verified', 'crlite'])
  expect(await look(REVOKED)).toEqual(['interstitial', 'revoked', 'crlite'])
}

async function expectFailureShown({ cause, befalls }: ExpectedCause, since: number): Promise<void> {
  for (const name of NAMES) {
    const expected = befalls.includes(name) ? cause : undefined
    await expect.poll(async () => (await desk.shown(name)).failure, { timeout: 3_000 }).toBe(expected)
  }
  for (const name of befalls) {
    const shown = await desk.shown(name)
    expect(shown.isInForce).toBe(true)
    expect(shown.failureText).toContain(english(keyOf('remote', cause)))
    expect(shown.failureText).toContain(english('offline_stays'))
    const [at = ''] = shown.failureTimes
    expect(Date.parse(at)).toBeGreaterThanOrEqual(since)
    expect(Date.parse(at)).toBeLessThanOrEqual(Date.now())
  }
}

describe('offline data that a server of this kind has newer ones of', () => {
  it.each(CASES)('$behaviour: stay in force as they are, and the options say why', async (expected) => {
    const { lab } = stage
    const since = Date.now()
    const before = await desk.state()
    publishNewer([GOOD])
    lab.settings.behaviour.set(expected.behaviour)
    if (expected.cause === 'timed-out') await desk.page.run(hurry, 10)
    await desk.update()
    await expectFailureShown(expected, since)
    await expectOldState()

    lab.settings.behaviour.reset()
    publishNewer()
    const { collections } = await desk.update()
    for (const name of NAMES) {
      expect(collections[name].failure).toBeUndefined()
      const { timestamp = 0 } = before.collections[name].inForce ?? {}
      expect(collections[name].inForce?.timestamp).toBeGreaterThan(timestamp)
      await expect.poll(async () => (await desk.shown(name)).failure, { timeout: 3_000 }).toBeUndefined()
    }
  })
})

describe('a failure', () => {
  it('leaves nothing on the options page that axe finds serious, and outlives the event page', async () => {
    const { lab, session } = stage
    const since = Date.now()
    publishNewer([GOOD])
    lab.settings.behaviour.set('wrong-hash')
    await desk.update()
    await expectFailureShown({ behaviour: 'wrong-hash', cause: 'wrong-hash', befalls: FILTERS }, since)
    expect(await findViolations(desk.page)).toEqual([])
    await desk.page.screenshot(pictureFile('options-offline-failure', LOOK), { fullPage: true })
    await session.addon?.suspendBackground()
    await expectOldState()
    await expectFailureShown({ behaviour: 'wrong-hash', cause: 'wrong-hash', befalls: FILTERS }, since)
  })
})

describe('a delta that is published while Firefox runs', () => {
  it('takes effect on a site that was verified before, and is all that is fetched', async () => {
    const { lab } = stage
    publishNewer()
    await desk.update()
    expect(await look(GOOD)).toEqual(['opens', 'verified', 'crlite'])
    lab.settings.requests.length = 0
    lab.publishOffline(age, [GOOD])
    await desk.update()
    expect(await look(GOOD)).toEqual(['interstitial', 'revoked', 'crlite'])
    expect(lab.settings.requests.filter((path) => path.startsWith('/attachments/'))).toHaveLength(1)
  })
})

describe('filters of eleven days ago', () => {
  it('are said to be too old, and others are asked', async () => {
    const { lab, session } = stage
    lab.publishOffline(11 * DAY)
    await desk.update()
    lab.reset()
    const visit = await session.visit(stage.scenario(GOOD).url)
    const decision = session.addon && (await askForDecision(session.addon, visit))
    expect(visit.outcome).toBe('opens')
    expect(['crl', 'ocsp']).toContain(decision?.source)
    const popup = await session.openPopup(visit.tab)
    const row = '.evidence[data-source="crlite"]'
    await waitUntil(() => popup.run((selector) => document.querySelector(selector) !== null, row))
    expect(await popup.run(readCause, row)).toBe('filter-stale')
    await popup.screenshot(pictureFile('popup-filter-stale', LOOK))
    await popup.close()
    await visit.tab.close()
  })

  it('make nobody a liar: what stands in them as revoked is asked of others, too', async () => {
    const { lab } = stage
    lab.reset()
    stage.scenario(REVOKED).behave('revoked', 'revoked')
    const [outcome, verdict, source] = await look(REVOKED)
    expect([outcome, verdict]).toEqual(['interstitial', 'revoked'])
    expect(['crl', 'ocsp']).toContain(source)
  })
})

describe('a server that wants to be left alone', () => {
  it('is, whoever asks, and the options say until when', async () => {
    const { lab } = stage
    // What is too old does not stay in force.
    publishNewer()
    await desk.update()
    const since = Date.now()
    publishNewer()
    lab.settings.behaviour.set('http-503')
    await desk.update()
    await expectFailureShown({ behaviour: 'http-503', cause: 'http-error', befalls: NAMES }, since)
    lab.settings.behaviour.reset()
    lab.settings.requests.length = 0
    await stage.session.addon?.ask('offline.update', {})
    await sleep(1_000)
    expect(lab.settings.requests).toEqual([])
    await waitUntil(async () => (await desk.page.run(readPause)) !== '')
    const paused = await desk.page.run(readPause)
    expect(Date.parse(paused) - since).toBeGreaterThan(7_200_000 - MINUTE)
    await desk.page.screenshot(pictureFile('options-offline-paused', LOOK), { fullPage: true })
  })
})

describe('the switch', () => {
  it('off lets go of all data, has nobody asked any more, and silences both sources', async () => {
    const { lab, session } = stage
    lab.settings.requests.length = 0
    await desk.page.run(click, '#offline-data')
    await waitUntil(async () => !(await desk.state()).isOn)
    const page = await session.addon?.openPage('icons/verified.svg')
    await waitUntil(async () => (await page?.run(countRecords)) === 0)
    await page?.run(ringUpdateAlarm)
    await session.addon?.ask('offline.update', {})
    await session.addon?.suspendBackground()
    stage.scenario(GOOD).behave('good', 'good')
    const visit = await session.visit(stage.scenario(GOOD).url)
    const tabId = (await session.addon?.tabId(visit.tab)) ?? -1
    await waitUntil(async () => (await session.addon?.ask('page', { tabId }))?.kind === 'checked')
    const state = await session.addon?.ask('page', { tabId })
    const report = state?.kind === 'checked' ? state.report : undefined
    const sources = report?.certificates.flatMap(({ evidence }) => evidence.map(({ source }) => source))
    expect(visit.outcome).toBe('opens')
    expect(sources).not.toEqual([])
    expect(sources).not.toContain('crlite')
    expect(sources).not.toContain('onecrl')
    expect(lab.settings.requests).toEqual([])
    expect(await page?.run(countRecords)).toBe(0)
    await visit.tab.close()
  })

  it('on has them fetched again, at once and whatever the server had said', async () => {
    const { lab, session } = stage
    lab.settings.behaviour.set('slow-line')
    await desk.page.run(click, '#offline-data')
    await session.addon?.untilOfflineData()
    for (const name of NAMES) {
      await expect.poll(async () => (await desk.shown(name)).isInForce, { timeout: 3_000 }).toBe(true)
    }
    await stage.scenario(GOOD).arrange()
    await expectOldState()
  })
})

// The rest is sent to Firefox as text.

declare const browser: {
  readonly alarms: { create(name: string, when: object): Promise<void> }
  readonly runtime: { getBackgroundPage(): Promise<{ setTimeout: (run: () => void, ms: number) => number }> }
}

/** Has the event page lose its patience sooner by that factor: it has 20 s of it with a server that says nothing. */
async function hurry(factor: number): Promise<void> {
  const background = await browser.runtime.getBackgroundPage()
  const { setTimeout: usual } = background
  background.setTimeout = (run, ms) => usual.call(background, run, ms >= 20_000 ? ms / factor : ms)
}

async function ringUpdateAlarm(): Promise<void> {
  await browser.alarms.create('update', { when: Date.now() })
  await new Promise((resolve) => {
    setTimeout(resolve, 1_000)
  })
}

function readCause(selector: string): string | undefined {
  return document.querySelector<HTMLElement>(selector)?.dataset['cause']
}

function readPause(): string {
  return document.querySelector<HTMLTimeElement>('#update-offline + p time')?.dateTime ?? ''
}

async function countRecords(): Promise<number> {
  const opening = indexedDB.open('hardfail-remote-settings')
  await new Promise((resolve) => {
    opening.addEventListener('success', resolve)
  })
  const database = opening.result
  const transaction = database.transaction([...database.objectStoreNames])
  const counts = Array.from(database.objectStoreNames, (name) => transaction.objectStore(name).count())
  await new Promise((resolve) => {
    transaction.addEventListener('complete', resolve)
  })
  database.close()
  return counts.reduce((sum, { result }) => sum + result, 0)
}
