import { describe, expect, it } from 'vitest'
import type { AloneSight } from '../../../src/browser/self-test/alone-probe.ts'
import { runSelfTest, type SelfTestParts } from '../../../src/browser/self-test/run-self-test.ts'
import { Cancellation } from '../../../src/policy/cancellation.ts'
import type { Trial } from '../../../src/policy/self-test/demonstration-site.ts'
import type { Guarded } from '../../../src/policy/self-test/judge-trial.ts'
import type { TriedSite } from '../../../src/policy/self-test/summarise.ts'

const LOADED: AloneSight = { alone: { kind: 'loaded' }, chain: undefined }
const REVOKED: Guarded = { action: 'held', verdict: 'revoked' }

const trials = Array.from({ length: 10 }, (_, n): Trial => ({
  ca: 'Root',
  url: `https://${n}.example/`,
  shows: 'revoked',
}))

/** Connections that end when they are told to. */
function slowParts() {
  const open: { readonly url: string; readonly end: (sight: AloneSight) => void }[] = []
  const judged: string[] = []
  const parts: SelfTestParts = {
    connectAlone: (url) =>
      new Promise((end) => {
        open.push({ url, end })
      }),
    judge: (url) => {
      judged.push(url)
      return Promise.resolve(REVOKED)
    },
  }
  return { open, judged, parts }
}

const turns = () => new Promise((resolve) => setTimeout(resolve))

describe('the self-test', () => {
  it('tries four at a time, and all of them', async () => {
    const { open, judged, parts } = slowParts()
    const tried: TriedSite[] = []
    const done = runSelfTest(trials, parts, {
      cancellation: new Cancellation(),
      onResult: (one) => tried.push(one),
    })
    let most = 0
    for (let ended = 0; ended < trials.length; ended++) {
      await turns()
      most = Math.max(most, open.length)
      open.shift()?.end(LOADED)
    }
    await done
    expect(most).toBe(4)
    expect(tried.map(({ url }) => url)).toEqual(trials.map(({ url }) => url))
    expect(judged).toHaveLength(10)
  })

  it('leaves to Firefox what Firefox refuses', async () => {
    const { judged } = slowParts()
    const refused: AloneSight = {
      alone: { kind: 'refused', refusal: 'revoked', nss: -8180 },
      chain: undefined,
    }
    const tried: TriedSite[] = []
    const parts = {
      connectAlone: () => Promise.resolve(refused),
      judge: () => Promise.reject(new Error('asked')),
    }
    await runSelfTest(trials, parts, { cancellation: new Cancellation(), onResult: (one) => tried.push(one) })
    expect(judged).toEqual([])
    expect(tried.every(({ result }) => result.kind === 'tested')).toBe(true)
  })

  it('stops at once, though connections are open, and tells of none that it has stopped', async () => {
    const { open, judged, parts } = slowParts()
    const cancellation = new Cancellation()
    const tried: TriedSite[] = []
    const done = runSelfTest(trials, parts, { cancellation, onResult: (one) => tried.push(one) })
    await turns()
    cancellation.cancel()
    await done
    for (const { end } of open) end(LOADED)
    await turns()
    expect(open).toHaveLength(4)
    expect(tried).toEqual([])
    expect(judged).toEqual([])
  })

  it('goes on after a fault of its own', async () => {
    const tried: TriedSite[] = []
    const parts: SelfTestParts = {
      connectAlone: () => Promise.resolve(LOADED),
      judge: (url) =>
        url.includes('//3.') ? Promise.reject(new Error('no reply')) : Promise.resolve(REVOKED),
    }
    await runSelfTest(trials, parts, { cancellation: new Cancellation(), onResult: (one) => tried.push(one) })
    const faults = tried.filter(({ result }) => result.kind === 'unusable' && result.why === 'fault')
    expect(faults.map(({ url }) => url)).toEqual(['https://3.example/'])
    expect(tried).toHaveLength(10)
  })
})
