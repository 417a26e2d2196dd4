import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '../lab/lab.ts'
import type { LabRequest, Scenario } from '../lab/scenario.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { askFrom } from './firefox/addon.ts'
import { launchFirefox } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'
import { click } from './interstitial-hands.ts'
import { waitUntil } from './wait-until.ts'
import { createSimulatedTime } from './simulated-time.ts'
import { findScenario } from './stage.ts'

/*
 * The laboratory signs OCSP answers that count until 96 hours after they were asked for, and CRLs until 167 hours after;
 * both say that they are an hour old. It puts a new CRL in place of one of 96 hours.
 */
const HOUR = 3_600_000
const OCSP_ENDS = 96
const OCSP_HALF = (OCSP_ENDS - 1) / 2
const CRL_ENDS = 167
const CRL_HALF = (CRL_ENDS - 1) / 2
const CRL_REISSUED = 96

const BY_OCSP = ['01-ocsp.public', '01-ocsp.private']
const BY_CRL = ['05-good.public', '05-good.private', '01-crl-and-ocsp.public', '01-crl-and-ocsp.private']

/** A laboratory and a Firefox whose add-on has the same, simulated time. */
async function setStage() {
  const time = createSimulatedTime()
  const lab = await startLab({ port: 0, time: time.now })
  const { roots, names } = lab
  const session = await launchFirefox({ roots, names, addon: BUILT_ADDON, idleTimeout: 600_000 })
  await time.attach(session)
  return { time, lab, session, tab: await session.openTab() }
}

type Stage = Awaited<ReturnType<typeof setStage>>

let stage: Stage

/** What Firefox asks on its own account under a private CA, it asks by POST. */
const asked = () => stage.lab.requests.filter(({ method }) => method === 'GET')

const site = (id: string): Scenario => findScenario(stage.lab, id)

async function visit(id: string) {
  const { session, tab } = stage
  return session.visit(site(id).url, { tab })
}

async function outcomes(ids: readonly string[]) {
  const seen: Record<string, string> = {}
  for (const id of ids) seen[id] = (await visit(id)).outcome
  return seen
}

const all = (ids: readonly string[], outcome: string) => Object.fromEntries(ids.map((id) => [id, outcome]))

/** A round of renewals, until nothing more is asked. */
async function renew(): Promise<readonly LabRequest[]> {
  const before = asked().length
  await stage.time.ringAlarm()
  let [count, since] = [-1, 0]
  await waitUntil(async () => {
    if (asked().length !== count) [count, since] = [asked().length, performance.now()]
    return performance.now() - since > 700
  })
  return asked().slice(before)
}

async function heldFor(tab: Tab) {
  const id = new URL(await tab.run(() => location.href)).searchParams.get('id') ?? ''
  const hold = await askFrom(tab, 'hold', { id })
  if (hold.phase === 'gone') throw new Error('nothing is held')
  return hold
}

describe('responders and CRL servers that are switched off after a first visit', () => {
  beforeAll(async () => {
    stage = await setStage()
  })
  afterAll(async () => {
    await stage.session.close()
    await stage.lab.close()
  })

  it('hold no page back for a day, and nobody even notices', async () => {
    expect(await outcomes([...BY_OCSP, ...BY_CRL])).toEqual(all([...BY_OCSP, ...BY_CRL], 'opens'))
    stage.lab.line.set('down')
    const first = asked().length
    for (const hours of [3, 6, 9, 12, 15, 18, 21, 24]) {
      await stage.time.moveTo(hours)
      expect(await renew(), `after ${hours} hours`).toEqual([])
      expect(await outcomes([...BY_OCSP, ...BY_CRL]), `after ${hours} hours`).toEqual(
        all([...BY_OCSP, ...BY_CRL], 'opens'),
      )
    }
    expect(asked()).toHaveLength(first)
  })

  it('do no harm to what still counts when it cannot be renewed', async () => {
    for (const hours of [OCSP_HALF + 1, 72, OCSP_ENDS - 1]) {
      await stage.time.moveTo(hours)
      const attempts = await renew()
      expect(attempts.length).toBeGreaterThanOrEqual(BY_OCSP.length)
      expect(attempts.filter(({ status }) => status !== undefined)).toEqual([])
      expect(await outcomes([...BY_OCSP, ...BY_CRL]), `after ${hours} hours`).toEqual(
        all([...BY_OCSP, ...BY_CRL], 'opens'),
      )
    }
  })

  it('hold back, once an OCSP answer has ended, the pages for which it vouched, and say since when', async () => {
    await stage.time.moveTo(OCSP_ENDS + 1)
    expect(await outcomes(BY_CRL)).toEqual(all(BY_CRL, 'opens'))
    for (const id of BY_OCSP) {
      expect((await visit(id)).outcome).toBe('interstitial')
      const { verdict, report } = await heldFor(stage.tab)
      expect(verdict).toMatchObject({ kind: 'unverified', cause: 'responder-unreachable' })
      const known = report?.certificates[0]?.evidence.find(({ source }) => source === 'ocsp')
      expect(known).toMatchObject({ obtained: 'stored', status: { kind: 'unknown', cause: 'expired' } })
      expect(await stage.tab.run(shownSince)).toBe(known?.until)
      expect(stage.time.now() - (known?.until ?? 0)).toSatisfy((ms: number) => ms > 0 && ms < 2 * HOUR)
    }
  })

  it('hold back the rest once the CRLs have ended, and say so', async () => {
    await stage.time.moveTo(CRL_ENDS + 1)
    for (const id of [...BY_OCSP, ...BY_CRL]) {
      expect((await visit(id)).outcome).toBe('interstitial')
      const end = BY_OCSP.includes(id) ? OCSP_ENDS : CRL_ENDS
      const hours = (stage.time.now() - ((await stage.tab.run(shownSince)) ?? 0)) / HOUR
      expect(Math.floor(hours), `hours since somebody vouched for ${id}`).toBe(CRL_ENDS + 1 - end)
    }
  })

  it('let the pages open as soon as they are back, one by itself', async () => {
    const { tab, session } = stage
    // What has been held for a while may have been tried a few times, and is tried ever more seldom.
    expect((await visit('01-ocsp.public')).outcome).toBe('interstitial')
    stage.lab.line.set('up')
    await waitUntil(() => tab.run(() => document.querySelector('#lab-page') !== null), 90_000)
    expect(await outcomes([...BY_OCSP, ...BY_CRL])).toEqual(all([...BY_OCSP, ...BY_CRL], 'opens'))

    await session.addon?.ask('evidence.clear', {})
    stage.lab.line.set('down')
    expect((await visit('01-ocsp.public')).outcome).toBe('interstitial')
    stage.lab.line.set('up')
    await tab.run(() => document.documentElement.toggleAttribute('data-left', true))
    await tab.run(click, '#try-again')
    expect((await session.settle(tab)).outcome).toBe('opens')
  })
})

describe('evidence that is renewed in time', () => {
  beforeAll(async () => {
    stage = await setStage()
  })
  afterAll(async () => {
    await stage.session.close()
    await stage.lab.close()
  })

  const ocsp = '01-ocsp.public'
  const crl = '05-good.public'

  it('is asked for anew from half of its validity on, and not before', async () => {
    expect(await outcomes([ocsp, crl])).toEqual(all([ocsp, crl], 'opens'))
    await stage.time.moveTo(OCSP_HALF - 1)
    expect(await renew()).toEqual([])
    await stage.time.moveTo(OCSP_HALF + 1)
    expect(await renew()).toMatchObject([{ host: `ocsp-${site(ocsp).host}`, status: 200 }])
    expect(await renew(), 'in the next round').toEqual([])
  })

  it('is not sent again where the CA has nothing newer', async () => {
    await stage.time.moveTo(CRL_HALF + 1)
    const [first, ...rest] = await renew()
    expect(rest).toEqual([])
    expect(first).toMatchObject({ host: `crl-${site(crl).host}`, status: 304 })
    expect(first?.headers['if-none-match']).toMatch(/^"[0-9a-f]+"$/)
    expect(await outcomes([crl])).toEqual(all([crl], 'opens'))
  })

  it('outlives the first, without anybody having asked while a page waited', async () => {
    await stage.time.moveTo(CRL_REISSUED + 1)
    const renewed = await renew()
    expect(renewed.map(({ host, status }) => `${host} ${status}`).toSorted()).toEqual([
      `crl-${site(crl).host} 200`,
      `ocsp-${site(ocsp).host} 200`,
    ])
    stage.lab.line.set('down')
    await stage.time.moveTo(CRL_ENDS + 23)
    expect(await outcomes([ocsp, crl])).toEqual(all([ocsp, crl], 'opens'))
  })

  it('holds a page back that was revoked meanwhile, although the older answer would still have counted', async () => {
    stage.lab.line.set('up')
    for (const id of [ocsp, crl]) site(id).behave('revoked', 'revoked')
    expect(await renew()).toHaveLength(2)
    stage.lab.line.set('down')
    // The one that stands open is covered at once.
    await waitUntil(() => stage.tab.run(isInterstitial))
    expect(await heldFor(stage.tab)).toMatchObject({ host: new URL(site(crl).url).host })
    for (const id of [ocsp, crl]) {
      expect((await visit(id)).outcome).toBe('interstitial')
      const { verdict, report } = await heldFor(stage.tab)
      expect(verdict).toMatchObject({ kind: 'revoked', certificate: 0 })
      const decisive = report?.certificates[0]?.evidence.find(({ status }) => status.kind === 'revoked')
      expect(decisive?.obtained).toBe('stored')
    }
  })
})

// The rest is sent to the interstitial as text.

function isInterstitial(): boolean {
  return location.protocol === 'moz-extension:' && location.pathname.includes('interstitial')
}

function shownSince(): number | undefined {
  const time = document.querySelector('.since time')?.getAttribute('datetime')
  return typeof time === 'string' ? Date.parse(time) : undefined
}
