import { beforeEach, expect, it } from 'vitest'
import { createJudgeOpenPages } from '../../src/browser/guard/judge-open-pages.ts'
import type { Probed } from '../../src/browser/guard/probe.ts'
import type { Sighting } from '../../src/browser/guard/sighting.ts'
import { readChain, readHandshake } from '../../src/browser/handshake.ts'
import { DEFAULT_SETTINGS } from '../../src/policy/settings.ts'
import { FakeChecker } from '../fakes/fake-checker.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { REVOKED } from '../fakes/reports.ts'
import { securityInfo } from '../fakes/security-info.ts'

const PAGE = { tabId: 7, url: 'https://bank.example/account', isPrivate: false }

const info = securityInfo()
const SHOWN: Probed = { handshake: readHandshake(info, false), chain: readChain(info) }

let clock: ManualClock
let checker: FakeChecker
let sightings: Sighting[]
/** What each connection of ours finds, in turn; then nothing more. */
let found: (Probed | undefined)[]

beforeEach(() => {
  clock = new ManualClock()
  checker = new FakeChecker()
  sightings = []
})

function judge(): Promise<void> {
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
    chains: { find: () => Promise.resolve(undefined), keep: () => Promise.resolve() },
    awake: { hold: () => () => undefined },
    clock,
    getTab: () => Promise.resolve({ url: PAGE.url }),
    onSighting: (sighting) => sightings.push(sighting),
  })([PAGE])
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
