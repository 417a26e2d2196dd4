import { beforeEach, describe, expect, it } from 'vitest'
import { createJudgeOpenPages } from '../../src/browser/guard/judge-open-pages.ts'
import type { Probed } from '../../src/browser/guard/probe.ts'
import type { Sighting } from '../../src/browser/guard/sighting.ts'
import type { OpenPage } from '../../src/browser/guard/open-page.ts'
import { readChain, readHandshake, type ReceivedChain } from '../../src/browser/handshake.ts'
import { DEFAULT_SETTINGS } from '../../src/policy/settings.ts'
import { never } from '../fakes/fake-source.ts'
import { FakeChecker } from '../fakes/fake-checker.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { GOOD, REVOKED } from '../fakes/reports.ts'
import { securityInfo } from '../fakes/security-info.ts'

const PAGE = { tabId: 7, url: 'https://bank.example/account', isPrivate: false }
const FRAME = { tabId: 7, frameId: 3, url: 'https://pay.example/form', isPrivate: false }

const info = securityInfo()
const SHOWN: Probed = { handshake: readHandshake(info, false), chain: readChain(info) }

let clock: ManualClock
let checker: FakeChecker
let sightings: Sighting[]
let kept: Map<string, ReceivedChain>
/** What each connection of ours finds, in turn; then nothing more. */
let found: (Probed | Promise<Probed> | undefined)[]

beforeEach(() => {
  clock = new ManualClock()
  checker = new FakeChecker()
  sightings = []
  kept = new Map()
})

function judge(page: OpenPage = PAGE): Promise<void> {
  return createJudgeOpenPages({
    probe: { connect: () => Promise.resolve(found.shift()), onHeadersReceived: () => undefined },
    settings: {
      load: () => Promise.resolve(DEFAULT_SETTINGS),
      save: () => Promise.resolve(DEFAULT_SETTINGS),
    },
    exceptions: {
      list: () => Promise.resolve([]),
    },
    checker,
    chains: { find: (fingerprint) => Promise.resolve(kept.get(fingerprint)), keep: () => Promise.resolve() },
    awake: { hold: () => () => undefined },
    clock,
    urlAt: ({ frameId }) => Promise.resolve(frameId === undefined ? PAGE.url : FRAME.url),
    onSighting: (sighting) => sightings.push(sighting),
  })([page])
}

it('a site that cannot be reached for a moment is tried once more, and what stands there is held', async () => {
  found = [undefined, SHOWN]
  const judged = judge()
  await clock.advance(1_000)
  checker.end(REVOKED)
  await judged
  expect(sightings.map(({ action }) => action)).toEqual(['held'])
})

it('a page whose site cannot be reached stays, since that says nothing about it', async () => {
  found = [undefined, undefined, SHOWN]
  const judged = judge()
  await clock.advance(1_000)
  await judged
  expect(sightings).toEqual([])
  expect(found).toEqual([SHOWN])
})

describe('a page that Firefox has let go while it was being judged', () => {
  const undecided = {
    requestId: '1',
    tabId: 7,
    url: PAGE.url,
    isPrivate: false,
    fingerprint: 'aabb',
    since: 0,
  }

  it('is held where its site cannot be reached now', async () => {
    found = [undefined]
    await judge({ ...PAGE, undecided })
    expect(sightings).toMatchObject([{ action: 'held', verdict: { cause: 'site-unreachable' } }])
  })

  it('is held where its site says nothing, and that is not waited for', async () => {
    found = [never()]
    const judged = judge({ ...PAGE, undecided })
    await clock.advance(1_000)
    await judged
    expect(sightings).toMatchObject([{ action: 'held', verdict: { cause: 'site-unreachable' } }])
  })

  it('is judged by the certificate that was being judged, whatever its site shows to us', async () => {
    if (SHOWN.chain !== undefined) kept.set('aabb', SHOWN.chain)
    found = [SHOWN]
    const judged = judge({ ...PAGE, undecided })
    await clock.advance(0)
    checker.end(REVOKED)
    await judged
    expect(sightings).toMatchObject([{ action: 'held', fingerprint: 'aabb', report: REVOKED }])
    expect(found).toEqual([SHOWN])
  })

  it('is judged by what its site shows where it has led elsewhere by then', async () => {
    if (SHOWN.chain !== undefined) kept.set('aabb', SHOWN.chain)
    found = [SHOWN]
    const judged = judge({ ...PAGE, undecided: { ...undecided, url: 'https://other.example/' } })
    await clock.advance(0)
    checker.end(GOOD)
    await judged
    expect(sightings).toMatchObject([{ action: 'allowed', report: GOOD }])
    expect(found).toEqual([])
  })
})

describe('a frame of a page', () => {
  it('is judged as what it is', async () => {
    found = [SHOWN]
    const judged = judge(FRAME)
    await clock.advance(0)
    checker.end(REVOKED)
    await judged
    expect(sightings).toMatchObject([
      { action: 'held', request: { role: 'frame', tabId: 7, frameId: 3, host: 'pay.example' } },
    ])
  })

  it('that holds something else by then is not told of', async () => {
    found = [SHOWN]
    const judged = judge({ ...FRAME, url: 'https://other.example/' })
    await clock.advance(0)
    checker.end(REVOKED)
    await judged
    expect(sightings).toEqual([])
  })
})
