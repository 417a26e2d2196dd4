import type { WebRequest } from 'webextension-polyfill'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  type BeforeSendingParts,
  type Clearance,
  createCheckBeforeSending,
} from '../../src/browser/guard/check-before-sending.ts'
import type { Probed } from '../../src/browser/guard/probe.ts'
import type { Sighting } from '../../src/browser/guard/sighting.ts'
import { readChain, readHandshake } from '../../src/browser/handshake.ts'
import { createSessionTable } from '../../src/browser/storage/session-table.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../src/policy/settings.ts'
import { isClearance } from '../../src/browser/storage/record-shapes.ts'
import { FakeChecker } from '../fakes/fake-checker.ts'
import { never } from '../fakes/fake-source.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'
import { GOOD, REVOKED, UNREACHABLE } from '../fakes/reports.ts'
import { securityInfo } from '../fakes/security-info.ts'
import { NONE_UNDER_JUDGEMENT } from '../fakes/under-judgement.ts'

const LET_GO = {}
const HELD = { redirectUrl: 'about:blank' }

const shown = (more: Parameters<typeof securityInfo>[0] = {}): Probed => {
  const info = securityInfo(more)
  return { handshake: readHandshake(info, false), chain: readChain(info) }
}

let clock: ManualClock
let checker: FakeChecker
let settings: Settings
let sightings: Sighting[]
let probed: () => Promise<Probed | undefined>
let probes: number
let held: number
let storage: MemoryStorage

beforeEach(() => {
  clock = new ManualClock()
  checker = new FakeChecker()
  settings = DEFAULT_SETTINGS
  sightings = []
  probed = () => Promise.resolve(shown())
  probes = 0
  held = 0
  storage = new MemoryStorage()
})

function create(more: Partial<BeforeSendingParts> = {}) {
  return createCheckBeforeSending({
    probe: {
      connect: () => {
        probes++
        return probed()
      },
      onHeadersReceived: () => undefined,
    },
    settings: { load: () => Promise.resolve(settings), save: () => Promise.resolve(settings) },
    exceptions: {
      list: () => Promise.resolve([]),
    },
    checker,
    chains: { find: () => Promise.resolve(undefined), keep: () => Promise.resolve() },
    awake: {
      hold: () => {
        held++
        return () => void held--
      },
    },
    clock,
    underJudgement: NONE_UNDER_JUDGEMENT,
    onSighting: (sighting) => sightings.push(sighting),
    cleared: (isPrivate) => createSessionTable<Clearance>(storage, `cleared-${isPrivate}`, 10, isClearance),
    ...more,
  })
}

function request(method: string, more: Partial<WebRequest.OnBeforeRequestDetailsType> = {}) {
  return {
    requestId: '1',
    url: 'https://bank.example/login',
    method,
    frameId: 0,
    parentFrameId: -1,
    tabId: 7,
    type: 'main_frame' as const,
    timeStamp: 0,
    urlClassification: { firstParty: [], thirdParty: [] },
    thirdParty: false,
    ...more,
  }
}

async function decideOn(ended: typeof GOOD, method = 'POST') {
  const decision = create()(request(method))
  await clock.advance(10)
  checker.end(ended)
  return decision
}

describe('before a form is sent', () => {
  it('its site is checked, and only a good one gets it', async () => {
    expect(await decideOn(GOOD)).toEqual(LET_GO)
    storage = new MemoryStorage()
    expect(await decideOn(REVOKED)).toEqual(HELD)
    expect(await decideOn(UNREACHABLE)).toEqual(HELD)
    expect(sightings.at(-1)).toMatchObject({ action: 'held', request: { isSent: false, method: 'POST' } })
    expect(held).toBe(0)
  })

  it('that is done once for a site, and again when what was found has ended', async () => {
    await decideOn(GOOD)
    expect(await create()(request('POST'))).toEqual(LET_GO)
    expect(probes).toBe(1)
    clock.set(GOOD.verdict.until)
    await decideOn(GOOD)
    expect(probes).toBe(2)
  })

  it('that is done again for a page where only a part may go, and at another level', async () => {
    const beacon = create()(request('POST', { type: 'beacon' }))
    await clock.advance(10)
    checker.end(UNREACHABLE)
    expect(await beacon).toEqual(LET_GO)
    expect(await create()(request('POST', { type: 'beacon' }))).toEqual(LET_GO)
    expect(probes).toBe(1)
    expect(await decideOn(UNREACHABLE)).toEqual(HELD)
    expect(probes).toBe(2)

    storage = new MemoryStorage()
    await decideOn(GOOD)
    settings = { ...settings, level: 'lockdown' }
    await decideOn(GOOD)
    expect(probes).toBe(4)
  })

  it('that a good site is checked for a part is enough for a page', async () => {
    const beacon = create()(request('POST', { type: 'beacon' }))
    await clock.advance(10)
    checker.end(GOOD)
    await beacon
    expect(await create()(request('POST'))).toEqual(LET_GO)
    expect(probes).toBe(1)
  })

  it('that is not done for private windows by what others have found', async () => {
    await decideOn(GOOD)
    const decision = create()(request('POST', { incognito: true }))
    await clock.advance(10)
    checker.end(REVOKED)
    expect(await decision).toEqual(HELD)
  })

  it('nothing is sent where the site shows no certificate to us', async () => {
    probed = () => Promise.resolve(undefined)
    expect(await create()(request('POST'))).toEqual(HELD)
    expect(sightings[0]?.verdict).toMatchObject({ kind: 'unverified', cause: 'site-unreachable' })
  })

  it('no longer is waited than for any check', async () => {
    probed = never
    const decision = create()(request('POST'))
    await clock.advance(10_000)
    expect(await decision).toEqual(HELD)
  })

  it('the whole check is waited for, since the interstitial would lose the form', async () => {
    const decision = create()(request('POST'))
    await clock.advance(9_000)
    checker.end(GOOD)
    expect(await decision).toEqual(LET_GO)
  })

  it('the site is not asked about where the user went past the error of Firefox', async () => {
    probed = () => Promise.resolve(shown({ overridableErrorCategory: 'trust_error', ders: [] }))
    await create()(request('POST'))
    expect(checker.started).toBe(0)
  })

  it('nothing is sent where our own machinery fails', async () => {
    probed = () => Promise.reject(new Error('broken'))
    expect(await create()(request('POST'))).toEqual(HELD)
    probed = () => Promise.resolve(shown())
    const cleared = createSessionTable<Clearance>(storage, 'cleared', 10, isClearance)
    const broken = { ...cleared, find: () => Promise.reject(new Error('broken')) }
    expect(await create({ cleared: () => broken })(request('POST'))).toEqual(HELD)
    expect(held).toBe(0)
  })
})

async function waits(method: string, more: Partial<Settings>): Promise<boolean> {
  settings = { ...DEFAULT_SETTINGS, ...more }
  const before = probes
  probed = () => Promise.resolve(undefined)
  await create()(request(method))
  return probes > before
}

describe('which requests wait', () => {
  it('are by default those with a body, and in lockdown all of them', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'post'])
      expect(await waits(method, {})).toBe(true)
    for (const method of ['GET', 'HEAD', 'OPTIONS']) expect(await waits(method, {})).toBe(false)
    expect(await waits('GET', { level: 'lockdown' })).toBe(true)
    expect(await waits('POST', { level: 'watch' })).toBe(false)
  })

  it('are those that the user wants', async () => {
    expect(await waits('POST', { beforeSending: 'never' })).toBe(false)
    expect(await waits('GET', { beforeSending: 'always' })).toBe(true)
    expect(await waits('GET', { beforeSending: 'bodies', level: 'lockdown' })).toBe(false)
    expect(await waits('POST', { beforeSending: 'always', level: 'watch' })).toBe(false)
  })
})
