import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createIndexedDocuments } from '../../src/browser/documents/indexed-documents.ts'
import type { ChainReport } from '../../src/policy/report.ts'
import { type Assembly, assemble } from '../fakes/assembly.ts'
import { FakeWeb, type Server } from '../fakes/fake-web.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { deferred } from '../fakes/deferred.ts'
import { now as start } from '../pki/build/certificate.ts'
import { certifiedSite, type CertifiedSite } from './certified-site.ts'

const HOUR = 3_600_000

/** Nobody can be reached for a day, while the renewal of everything falls due. */
const OUTAGE = { from: 80, to: 104 }

const SITES = ['ocsp only', 'crl only', 'both', 'a crl every five days'] as const
type SiteName = (typeof SITES)[number]

let sites: Readonly<Record<SiteName, CertifiedSite>>
let clock: ManualClock
let web: FakeWeb
let assembly: Assembly

beforeAll(async () => {
  sites = {
    'ocsp only': await certifiedSite({ responders: ['ocsp.one.test'] }),
    'crl only': await certifiedSite({ crls: ['crl.two.test'] }),
    both: await certifiedSite({ crls: ['crl.three.test'], responders: ['ocsp.three.test'] }),
    'a crl every five days': await certifiedSite({ crls: ['crl.four.test'] }),
  }
})

beforeEach(() => {
  Object.assign(globalThis, { indexedDB: new IDBFactory() })
  clock = new ManualClock(start)
  web = new FakeWeb()
  assembly = assemble({ clock, web, documents: createIndexedDocuments(clock.now) })
  web.servers.set('ocsp.one.test', responder(sites['ocsp only']))
  web.servers.set('crl.two.test', publisher(sites['crl only'], 24))
  web.servers.set('crl.three.test', publisher(sites.both, 24))
  web.servers.set('ocsp.three.test', responder(sites.both))
  web.servers.set('crl.four.test', publisher(sites['a crl every five days'], 120))
})

/** Answers that say they are an hour old, and count for four days from then. */
function responder(site: CertifiedSite): Server {
  return async () => ({ bytes: await site.ocsp(clock.now()) })
}

/** Puts a list that counts for seven days in place of the last every so many hours. Caches may keep it for six. */
function publisher(site: CertifiedSite, everyHours: number): Server {
  const lists = new Map<number, ReturnType<CertifiedSite['crl']>>()
  return async ({ headers }) => {
    const number = Math.floor((clock.now() - start) / HOUR / everyHours)
    const issuedAt = start + number * everyHours * HOUR
    const list = lists.get(number) ?? site.crl(issuedAt)
    lists.set(number, list)
    const facts = { etag: `"${number}"`, 'cache-control': 'max-age=21600' }
    const isKnown = headers.get('if-none-match') === facts.etag
    return isKnown ? { status: 304, headers: facts } : { bytes: await list, headers: facts }
  }
}

interface Day {
  readonly hour: number
  readonly site: SiteName
  readonly report: ChainReport
}

const ALWAYS = () => true
const WAITING = { timeout: 5_000, interval: 5 }

/** Renews (or does not) and visits all sites at every hour. */
async function live(
  hours: number,
  { renewing = true, isUp = ALWAYS }: { renewing?: boolean; isUp?: (hour: number) => boolean } = {},
): Promise<readonly Day[]> {
  const days: Day[] = []
  for (let hour = 0; hour < hours; hour++) {
    clock.set(start + hour * HOUR)
    web.isUp = isUp(hour)
    if (renewing) await assembly.renew()
    for (const site of SITES) days.push({ hour, site, report: await assembly.visit(sites[site].chain) })
  }
  return days
}

const isOutage = (hour: number) => hour >= OUTAGE.from && hour < OUTAGE.to
const held = (days: readonly Day[]) => days.filter(({ report }) => report.verdict.kind !== 'verified')
const hoursOf = (days: readonly Day[], site: SiteName) =>
  days.filter((day) => day.site === site).map(({ hour }) => hour)

const repeat = <T>(value: T, times: number): readonly T[] => Array.from({ length: times }, () => value)
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n)

describe('a week in which nobody can be reached for a day', () => {
  it('passes without a page being held back, where evidence is renewed in time', async () => {
    expect(held(await live(168, { isUp: (hour) => !isOutage(hour) }))).toEqual([])
  })

  it('would not, were evidence only fetched when it is needed', async () => {
    const days = held(await live(168, { renewing: false, isUp: (hour) => !isOutage(hour) }))
    expect(hoursOf(days, 'ocsp only')).toEqual(range(95, OUTAGE.to))
    expect(days).toHaveLength(OUTAGE.to - 95)
  })

  it('costs a request at half of the validity, and one an hour while it cannot be answered', async () => {
    await live(168, { isUp: (hour) => !isOutage(hour) })
    expect(web.statusesAt('ocsp.one.test')).toEqual([200, 200, ...repeat('–', 104 - 94), 200, 200])
    expect(web.statusesAt('crl.two.test')).toEqual([200, ...repeat('–', 104 - 84), 200])
    expect(web.statusesAt('crl.three.test')).toEqual([200, ...repeat('–', 104 - 84), 200])
    expect(web.statusesAt('crl.four.test')).toEqual([200, ...repeat('–', 104 - 84), 304, 304, 304, 200])
  })

  it('tells no responder about a site for which a CRL vouches', async () => {
    await live(168, { isUp: (hour) => !isOutage(hour) })
    expect(web.statusesAt('ocsp.three.test')).toEqual([])
  })
})

describe('an outage without end', () => {
  it('holds each page back from the hour at which its evidence ends, and knows that hour', async () => {
    const days = held(await live(175, { isUp: (hour) => hour < 10 }))
    expect(hoursOf(days, 'ocsp only')).toEqual(range(95, 175))
    expect(hoursOf(days, 'crl only')).toEqual(range(168, 175))
    expect(hoursOf(days, 'both')).toEqual(range(168, 175))
    for (const { site, report } of days) {
      expect(report.verdict).toMatchObject({ kind: 'unverified', cause: 'responder-unreachable' })
      const last = report.certificates[0]?.evidence.find(({ obtained }) => obtained === 'stored')
      expect(last?.until).toBe(start + (site === 'ocsp only' ? 95 : 168) * HOUR)
    }
  })

  it('is over as soon as somebody answers', async () => {
    await live(100, { isUp: (hour) => hour < 10 })
    expect((await assembly.visit(sites['ocsp only'].chain)).verdict.kind).toBe('unverified')
    web.isUp = true
    clock.set(clock.now() + 10_000)
    expect((await assembly.visit(sites['ocsp only'].chain)).verdict.kind).toBe('verified')
  })
})

describe('a renewal that finds a certificate revoked', () => {
  it('holds its page back although the older evidence would still have counted', async () => {
    expect(held(await live(47))).toEqual([])
    const site = sites['ocsp only']
    web.servers.set('ocsp.one.test', async () => ({ bytes: await site.revokingOcsp(clock.now()) }))
    clock.set(start + 48 * HOUR)
    expect((await assembly.visit(site.chain)).verdict.kind).toBe('verified')
    await assembly.renew()
    web.isUp = false
    expect((await assembly.visit(site.chain)).verdict).toMatchObject({ kind: 'revoked', source: 'ocsp' })
  })

  it('ends the verdict at once, though the rest of the round is not to be had', async () => {
    await live(47)
    const [site, other] = [sites['ocsp only'], sites['crl only']]
    web.servers.set('ocsp.one.test', async () => ({ bytes: await site.revokingOcsp(clock.now()) }))
    const silence = deferred<void>()
    web.servers.set('crl.two.test', async (request) => {
      await silence.promise
      return publisher(other, 24)(request)
    })
    clock.set(start + 85 * HOUR)
    const round = assembly.renew()
    // Whatever else comes first ends the verdict, too, and then the older answer still counts.
    const judged = async () => (await assembly.visit(site.chain)).verdict
    await vi.waitFor(
      async () => expect(await judged()).toMatchObject({ kind: 'revoked', source: 'ocsp' }),
      WAITING,
    )
    expect(web.statusesAt('ocsp.one.test')).toEqual([200, 200])
    silence.resolve()
    await round
  })
})

describe('a verdict from before a renewal', () => {
  const WHEN_DUE = start + 85 * HOUR

  it('stands as long as nothing new comes by it: nobody answers, or nothing is newer', async () => {
    await live(47)
    const four = sites['a crl every five days']
    clock.set(WHEN_DUE)
    web.isUp = false
    await assembly.renew()
    expect(assembly.standing(four.chain)?.verdict.kind).toBe('verified')
    web.isUp = true
    for (const name of ['ocsp.one.test', 'crl.two.test', 'crl.three.test']) web.servers.delete(name)
    await assembly.renew()
    expect(web.statusesAt('crl.four.test').at(-1)).toBe(304)
    expect(assembly.standing(four.chain)?.verdict.kind).toBe('verified')
  })

  it('ends with it where something came by another way meanwhile', async () => {
    await live(47)
    const { chain } = sites['a crl every five days']
    clock.set(WHEN_DUE)
    await assembly.checkAgain(sites.both.chain)
    expect(assembly.standing(chain)).toBeDefined()
    web.isUp = false
    await assembly.renew()
    expect(assembly.standing(chain)).toBeUndefined()
  })

  it('does not come back by a check that had begun before it', async () => {
    const site = sites['ocsp only']
    await assembly.visit(site.chain)
    clock.set(WHEN_DUE)
    web.servers.set('ocsp.one.test', async () => {
      await assembly.checker.forgetAll()
      return { bytes: await site.ocsp(clock.now()) }
    })
    const check = assembly.checkAgain(site.chain)
    expect((await check).verdict.kind).toBe('verified')
    expect(assembly.standing(site.chain)).toBeUndefined()
  })

  it('comes back by such a check where it holds the page, which need not wait for another', async () => {
    const site = sites['ocsp only']
    web.servers.set('ocsp.one.test', async () => {
      await assembly.checker.forgetAll()
      return undefined
    })
    expect((await assembly.checkAgain(site.chain)).verdict.kind).toBe('unverified')
    expect(assembly.standing(site.chain)?.verdict.kind).toBe('unverified')
  })
})
