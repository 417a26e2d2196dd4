import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findViolations } from './accessibility.ts'
import { click } from './interstitial-hands.ts'
import { type OfflineDesk, openOfflineDesk, type ShownProgress } from './offline-desk.ts'
import { LOOKS, pictureFile, schemePrefs } from './pictures.ts'
import { productionFilters } from './production-filters.ts'
import { setStage, type Stage } from './stage.ts'
import { waitUntil } from './wait-until.ts'

const DELTAS = 90

/** Over a line of 2.5 MB a second it takes ten; the rest is for a machine that is busy. */
const DOWNLOAD_MS = 60_000
/** Longer than that no page may take while it goes on. */
const PAGE_MS = 3_000

const filters = productionFilters(DELTAS)
const size = filters.reduce((sum, { bytes }) => sum + bytes.length, 0)

describe.each(LOOKS)('a download of production size, in $locale, $scheme', ({ locale, scheme }) => {
  let stage: Stage
  let desk: OfflineDesk
  let samples: ShownProgress[]

  const picture = (name: string) => pictureFile(name, { locale, scheme })
  const isOver = async () => (await desk.state()).activity.phase === 'idle'

  beforeAll(async () => {
    stage = await setStage({ locale, prefs: schemePrefs(scheme) })
    await stage.session.addon?.untilOfflineData()
    desk = await openOfflineDesk(stage.session)
    stage.lab.settings.publishFilters(filters)
    samples = []
  })

  afterAll(() => stage.close())

  it('shows how far it is, and keeps no page waiting', async () => {
    const { lab, session } = stage
    lab.settings.behaviour.set('slow-line')
    await desk.press()
    await waitUntil(async () => (await desk.progress()).bar !== undefined)
    const visits: number[] = []
    for (const id of ['01-ocsp.public', '05-good.public', '01-crl-and-ocsp.private']) {
      const { outcome, tookMs, tab } = await session.visit(stage.scenario(id).url)
      samples.push(await desk.progress())
      visits.push(tookMs)
      expect(outcome).toBe('opens')
      await tab.close()
    }
    expect(await isOver(), 'too fast to be watched').toBe(false)
    expect(Math.max(...visits)).toBeLessThan(PAGE_MS)
    expect(await findViolations(desk.page)).toEqual([])
    await desk.page.screenshot(picture('options-offline-progress'), { fullPage: true })
    while (!(await isOver())) {
      samples.push(await desk.progress())
      await sleep(300)
    }
    const bars = samples.flatMap(({ bar }) => bar ?? [])
    expect(bars.length).toBeGreaterThan(5)
    expect(new Set(bars.map(({ max }) => max))).toEqual(new Set([size]))
    expect(bars.map(({ value }) => value)).toEqual(bars.map(({ value }) => value).toSorted((a, b) => a - b))
    expect(new Set(bars.map(({ value }) => value)).size).toBeGreaterThan(5)
    const { inForce } = (await desk.state()).collections['cert-revocations']
    expect(inForce).toMatchObject({ files: DELTAS + 1, bytes: size })
  }, 120_000)

  it('over a fast line is in force within a minute, of which pages notice nothing', async () => {
    const { lab, session } = stage
    lab.settings.behaviour.reset()
    await desk.page.run(click, '#offline-data')
    await waitUntil(() => desk.page.run(isOffShown))
    const startedAt = performance.now()
    await desk.page.run(click, '#offline-data')
    const visits: number[] = []
    let isInForce = false
    while (!isInForce) {
      const { outcome, tookMs, tab } = await session.visit(stage.scenario('01-ocsp.public').url)
      visits.push(tookMs)
      expect(outcome).toBe('opens')
      await tab.close()
      await sleep(500)
      isInForce = (await desk.state()).collections['cert-revocations'].inForce !== undefined
      expect(performance.now() - startedAt).toBeLessThan(DOWNLOAD_MS)
    }
    const tookMs = Math.round(performance.now() - startedAt)
    console.log(`${size} bytes in ${tookMs} ms; pages meanwhile: ${visits.join(', ')} ms`)
    expect(Math.max(...visits)).toBeLessThan(PAGE_MS)
  })
})

// Sent to the page as text.
function isOffShown(): boolean {
  const isChecked = document.querySelector<HTMLInputElement>('#offline-data')?.checked
  return isChecked === false && document.querySelector('#update-offline') === null
}
