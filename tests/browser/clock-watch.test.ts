import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createClockWatch } from '../../src/browser/clock-watch.ts'
import { dropEnded } from '../../src/browser/documents/drop-ended.ts'
import { createExceptionStore } from '../../src/browser/storage/exception-store.ts'
import { grantException } from '../../src/policy/exception.ts'
import { type Assembly, assemble } from '../fakes/assembly.ts'
import { never } from '../fakes/fake-source.ts'
import { FakeWeb } from '../fakes/fake-web.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { MemoryDocuments } from '../fakes/memory-documents.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'
import { now as start } from '../pki/build/certificate.ts'
import { certifiedSite, type CertifiedSite } from './certified-site.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

let clock: ManualClock
let session: MemoryStorage
let setBack: number[]

beforeEach(() => {
  clock = new ManualClock(start)
  session = new MemoryStorage()
  setBack = []
})

/** As at every start of the event page. */
const create = (onSetBack = (latest: number) => Promise.resolve(void setBack.push(latest))) =>
  createClockWatch({ clock, session, onSetBack })
const nothing = () => undefined

describe('a clock that is set back', () => {
  it('is noticed once, with how late it has been', async () => {
    const watch = create()
    await watch.first(nothing)
    clock.set(start + 3 * DAY)
    await watch.first(nothing)
    clock.set(start)
    await watch.first(nothing)
    await watch.first(nothing)
    clock.set(start + DAY)
    await watch.first(nothing)
    expect(setBack).toEqual([start + 3 * DAY])
  })

  it('is noticed also where the event page was suspended meanwhile', async () => {
    clock.set(start + 3 * DAY)
    await create().first(nothing)
    clock.set(start)
    await create().first(nothing)
    expect(setBack).toEqual([start + 3 * DAY])
  })

  it('by as little as clocks differ is nothing to speak of, nor is one that is set on', async () => {
    const watch = create()
    await watch.first(nothing)
    for (const at of [start - 4 * 60_000, start + 300 * DAY, start + 300 * DAY - 4 * 60_000]) {
      clock.set(at)
      await watch.first(nothing)
    }
    expect(setBack).toEqual([])
  })

  it('lets nothing be decided before what has ended is forgotten, but for ever', async () => {
    const watch = create(never)
    await watch.first(nothing)
    clock.set(start - DAY)
    let isDone = false
    const decided = Promise.resolve(watch.first(() => (isDone = true)))
    await clock.advance(1_000)
    expect(isDone).toBe(false)
    await clock.advance(1_000)
    expect(await decided).toBe(true)
  })

  it.each(['get', 'set'] as const)('is noticed without a storage, too: %s fails', async (method) => {
    const broken = Object.assign(new MemoryStorage(), { [method]: () => Promise.reject(new Error('gone')) })
    const watch = createClockWatch({
      clock,
      session: broken,
      onSetBack: async (latest) => void setBack.push(latest),
    })
    await watch.first(nothing)
    clock.set(start - DAY)
    await watch.first(nothing)
    expect(setBack).toEqual([start])
  })
})

describe('what has ended, when the clock is set back by days', () => {
  const OCSP = 'ocsp.ca.test'
  let site: CertifiedSite
  let web: FakeWeb
  let documents: MemoryDocuments
  let assembly: Assembly

  beforeAll(async () => {
    site = await certifiedSite({ responders: [OCSP] })
  })

  beforeEach(async () => {
    web = new FakeWeb()
    documents = new MemoryDocuments()
    assembly = assemble({ clock, web, documents })
    const answer = { bytes: await site.ocsp(start) }
    web.servers.set(OCSP, () => answer)
    await assembly.visit(site.chain)
    web.isUp = false
  })

  const kind = async () => (await assembly.visit(site.chain)).verdict.kind

  /** Its answer counts for four days; the clock has been later, and goes back to when it counted. */
  async function goBack(): Promise<void> {
    const watch = create(async (latest) => {
      await Promise.all([assembly.checker.forgetAll(), dropEnded(documents, latest)])
    })
    clock.set(start + 5 * DAY)
    await watch.first(nothing)
    clock.set(start + DAY)
    await watch.first(nothing)
  }

  it('stays so: neither a standing verdict nor stored evidence comes to life again', async () => {
    clock.set(start + DAY)
    expect(await kind(), 'while it counts').toBe('verified')
    await goBack()
    expect(await kind()).toBe('unverified')
  })

  it('has ended just as well where it was fetched at a time that is still to come', async () => {
    clock.set(start - 2 * HOUR)
    expect(await kind()).toBe('unverified')
    clock.set(start)
    assembly = assemble({ clock, web, documents })
    expect(await kind(), 'by a clock that is right').toBe('verified')
  })

  it('lets a revocation count that is known, however late it is', async () => {
    const revoking = { bytes: await site.revokingOcsp(start) }
    web.servers.set(OCSP, () => revoking)
    web.isUp = true
    clock.set(start + 1_000)
    expect((await assembly.checkAgain(site.chain)).verdict.kind).toBe('revoked')
    web.isUp = false
    clock.set(start - HOUR / 2)
    assembly = assemble({ clock, web, documents })
    expect(await kind()).toBe('revoked')
  })

  it('takes an exception of an hour with it', async () => {
    const exceptions = createExceptionStore({ local: new MemoryStorage(), session }, clock.now)
    const verdict = { kind: 'unverified', cause: 'expired' } as const
    const occasion = { host: 'bank.example', fingerprint: 'aabb', verdict, isPrivate: false }
    await exceptions.add(grantException(occasion, { id: '1', duration: 'hour', now: start }))
    await exceptions.add(grantException(occasion, { id: '2', duration: 'session', now: start }))
    await exceptions.endBefore(start + 2 * HOUR)
    clock.set(start + HOUR / 2)
    expect((await exceptions.list()).map(({ id }) => id)).toEqual(['2'])
  })
})
