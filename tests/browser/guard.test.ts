import type { WebRequest } from 'webextension-polyfill'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createGuard, type GuardParts } from '../../src/browser/guard/guard.ts'
import type { Sighting } from '../../src/browser/guard/sighting.ts'
import { grantException, type Exception } from '../../src/policy/exception.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../src/policy/settings.ts'
import { FakeChecker } from '../fakes/fake-checker.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { GOOD, report, REVOKED, UNREACHABLE } from '../fakes/reports.ts'
import { securityInfo } from '../fakes/security-info.ts'
import { NONE_UNDER_JUDGEMENT } from '../fakes/under-judgement.ts'

const LET_GO = {}
const CANCELLED = { cancel: true }
/** Of a page: the interstitial takes its place. */
const HELD = { redirectUrl: 'about:blank' }

let clock: ManualClock
let checker: FakeChecker
let settings: Settings
let exceptions: Exception[]
let sightings: Sighting[]
let asked: { chain: boolean }[]
let info: () => Promise<WebRequest.SecurityInfo | undefined>
let held: number

beforeEach(() => {
  clock = new ManualClock()
  checker = new FakeChecker()
  settings = DEFAULT_SETTINGS
  exceptions = []
  sightings = []
  asked = []
  info = () => Promise.resolve(securityInfo())
  held = 0
})

function guard(more: Partial<GuardParts> = {}) {
  return createGuard({
    securityInfo: (_, options) => {
      asked.push(options)
      return info()
    },
    settings: { load: () => Promise.resolve(settings), save: () => Promise.resolve(settings) },
    exceptions: {
      list: () => Promise.resolve(exceptions),
    },
    checker,
    chains: { find: () => Promise.resolve(undefined), keep: () => Promise.resolve() },
    awake: {
      hold: () => {
        held++
        return () => {
          held--
        }
      },
    },
    clock,
    underJudgement: NONE_UNDER_JUDGEMENT,
    onSighting: (sighting) => sightings.push(sighting),
    ...more,
  })
}

function request(type: WebRequest.ResourceType = 'main_frame'): WebRequest.OnHeadersReceivedDetailsType {
  return {
    requestId: '1',
    url: 'https://bank.example/login',
    method: 'GET',
    frameId: 0,
    parentFrameId: -1,
    incognito: false,
    tabId: 7,
    type,
    timeStamp: 0,
    statusCode: 200,
    statusLine: 'HTTP/2 200',
    urlClassification: { firstParty: [], thirdParty: [] },
    thirdParty: false,
  }
}

/** Decides about a page whose check ends with this report. */
async function decideOn(ended: typeof GOOD, type?: WebRequest.ResourceType) {
  const decision = guard()(request(type))
  await clock.advance(10)
  checker.end(ended)
  return decision
}

const rejecting = () => Promise.reject(new Error('broken'))
const throwing = () => {
  throw new Error('broken')
}

describe('the guard', () => {
  it('lets a verified page go', async () => {
    expect(await decideOn(GOOD)).toEqual(LET_GO)
    expect(sightings[0]).toMatchObject({ action: 'allowed', fingerprint: 'aabb', verdict: GOOD.verdict })
  })

  it('holds back a revoked and an unverified page', async () => {
    expect(await decideOn(REVOKED)).toEqual(HELD)
    checker = new FakeChecker()
    expect(await decideOn(UNREACHABLE)).toEqual(HELD)
    expect(sightings.map(({ action }) => action)).toEqual(['held', 'held'])
  })

  it('answers for a known certificate from memory, without its chain', async () => {
    checker.known = GOOD
    expect(await guard()(request())).toEqual(LET_GO)
    expect(asked).toEqual([{ chain: false }])
    expect(checker.started).toBe(0)
  })

  it('asks for the chain of a new certificate once', async () => {
    await decideOn(GOOD)
    expect(asked).toEqual([{ chain: false }, { chain: true }])
  })

  it('asks for it once, however many requests come over it meanwhile', async () => {
    const judge = guard()
    const decisions = [1, 2, 3].map(() => judge(request('image')))
    await clock.advance(10)
    decisions.push(judge(request()))
    await clock.advance(10)
    checker.end(REVOKED)
    expect(await Promise.all(decisions)).toEqual([CANCELLED, CANCELLED, CANCELLED, HELD])
    expect(asked.filter(({ chain }) => chain)).toHaveLength(1)
  })

  it('asks for it again where the request that asked was given up', async () => {
    let given = 0
    const judge = guard({
      securityInfo: (_, { chain }) => Promise.resolve(chain && ++given === 1 ? undefined : securityInfo()),
    })
    const decisions = [judge(request()), judge(request())]
    await clock.advance(10)
    checker.end(GOOD)
    expect(await Promise.all(decisions)).toEqual([HELD, LET_GO])
  })

  it('refuses a chain of another certificate', async () => {
    const another = securityInfo()
    const [leaf] = another.certificates
    if (leaf) leaf.fingerprint = { sha1: '', sha256: 'EE:FF' }
    const judge = guard({ securityInfo: (_, { chain }) => Promise.resolve(chain ? another : securityInfo()) })
    expect(await judge(request())).toEqual(HELD)
    expect(checker.started).toBe(0)
  })

  it('gives a page that is not settled in time to the interstitial', async () => {
    const decision = guard()(request())
    await clock.advance(settings.holdMs)
    expect(await decision).toEqual(HELD)
    expect(sightings[0]).toMatchObject({ action: 'held', verdict: undefined })
  })

  it('lets a frame, which has no interstitial, wait for the deadline', async () => {
    let isDecided = false
    const decision = guard()(request('sub_frame')).finally(() => {
      isDecided = true
    })
    await clock.advance(settings.deadlineMs)
    expect(isDecided).toBe(false)
    checker.end(UNREACHABLE)
    expect(await decision).toEqual(CANCELLED)
  })

  it('refuses the parts of a page that are revoked, and lets those go that nobody vouched for', async () => {
    for (const type of ['image', 'script', 'xmlhttprequest', 'websocket', 'beacon'] as const) {
      expect(await decideOn(REVOKED, type)).toEqual(CANCELLED)
      checker.suspend()
      expect(await decideOn(UNREACHABLE, type)).toEqual(LET_GO)
      checker.suspend()
    }
    settings = { ...DEFAULT_SETTINGS, level: 'lockdown' }
    expect(await decideOn(UNREACHABLE, 'image')).toEqual(CANCELLED)
  })

  it('lets a part wait no longer than a page, and says later what became of it', async () => {
    const decision = guard()(request('image'))
    await clock.advance(3_000)
    expect(await decision).toEqual(LET_GO)
    checker.end(REVOKED)
    await clock.advance(0)
    expect(sightings.map(({ action, verdict }) => [action, verdict?.kind])).toEqual([
      ['allowed', undefined],
      ['allowed', 'revoked'],
    ])
  })

  it('holds what a service worker fetches from its own site as strictly as a page', async () => {
    const details = { ...request('xmlhttprequest'), tabId: -1 }
    const fetched = guard()({ ...details, originUrl: 'https://bank.example/sw.js' })
    await clock.advance(10)
    checker.end(UNREACHABLE)
    expect(await fetched).toEqual(CANCELLED)
    expect(await guard()({ ...details, originUrl: 'https://other.example/sw.js' })).toEqual(LET_GO)
  })

  it('holds what is saved without a tab as strictly as a page, whoever has it saved', async () => {
    const saved = guard()({ ...request('other'), tabId: -1, originUrl: 'https://other.example/' })
    await clock.advance(10)
    checker.end(UNREACHABLE)
    expect(await saved).toEqual(CANCELLED)
  })

  it('shows at watch what it finds, but never waits or holds', async () => {
    settings = { ...settings, level: 'watch' }
    expect(await guard()(request())).toEqual(LET_GO)
    checker.end(REVOKED)
    await clock.advance(0)
    expect(sightings.map(({ action, verdict }) => [action, verdict?.kind])).toEqual([
      ['allowed', undefined],
      ['allowed', 'revoked'],
    ])
  })

  it('lets an excepted page go, for its cause alone', async () => {
    const occasion = {
      host: 'bank.example',
      fingerprint: 'aabb',
      verdict: UNREACHABLE.verdict,
      isPrivate: false,
    }
    exceptions = [grantException(occasion, { id: '1', duration: 'session', now: clock.now() })]
    expect(await decideOn(UNREACHABLE)).toEqual(LET_GO)
    checker = new FakeChecker()
    expect(await decideOn(REVOKED)).toEqual(HELD)
    expect(sightings.map(({ action }) => action)).toEqual(['excepted', 'held'])
  })

  it('asks nobody about a certificate that the user accepted against Firefox', async () => {
    info = () => Promise.resolve(securityInfo({ overridableErrorCategory: 'trust_error' }))
    expect(await guard()(request())).toEqual(LET_GO)
    expect(checker.started).toBe(0)
    expect(sightings[0]?.verdict?.kind).toBe('overridden')
  })

  it.each<[string, () => Promise<WebRequest.SecurityInfo | undefined>]>([
    ['getSecurityInfo rejects', () => Promise.reject(new Error('gone'))],
    ['there is no security info', () => Promise.resolve(undefined)],
    ['the connection is said to be insecure', () => Promise.resolve(securityInfo({ state: 'insecure' }))],
    ['there is no certificate', () => Promise.resolve(securityInfo({ ders: [] }))],
    ['the chain comes without its bytes', () => Promise.resolve(securityInfo({ ders: [[]] }))],
  ])('holds the page when %s', async (_, given) => {
    info = given
    expect(await guard()(request())).toEqual(HELD)
    expect(sightings[0]).toMatchObject({ action: 'held', verdict: { cause: 'internal-fault' } })
  })

  it('holds the page when the checker throws, and when the exceptions cannot be read', async () => {
    expect(
      await guard({ checker: Object.assign(new FakeChecker(), { start: throwing }) })(request()),
    ).toEqual(HELD)
    checker.known = report({ kind: 'unverified', cause: 'expired' })
    const unreadable = { list: rejecting }
    expect(await guard({ exceptions: unreadable })(request())).toEqual(HELD)
  })

  it('holds the page when the settings cannot be loaded', async () => {
    checker.known = REVOKED
    const unreadable = { load: rejecting, save: rejecting }
    expect(await guard({ settings: unreadable })(request())).toEqual(HELD)
  })

  it('holds the page even when showing that fails', async () => {
    checker.known = REVOKED
    const log = vi.spyOn(console, 'error').mockReturnValue()
    expect(await guard({ onSighting: throwing })(request())).toEqual(HELD)
    expect(log).toHaveBeenCalled()
  })

  it('keeps the event page awake exactly as long as it decides', async () => {
    const decision = guard()(request())
    await clock.advance(10)
    expect(held).toBe(1)
    checker.end(GOOD)
    await decision
    expect(held).toBe(0)
  })
})
