import { beforeEach, describe, expect, it } from 'vitest'
import { createProbe, type Probe } from '../../src/browser/guard/probe.ts'
import { systemClock } from '../../src/browser/system-clock.ts'
import { Cancellation } from '../../src/policy/cancellation.ts'
import { securityInfo } from '../fakes/security-info.ts'

let fetched: { readonly url: string; readonly init: RequestInit | undefined }[]
let probe: Probe
let cancellation: Cancellation

const never: typeof fetch = (url, init) => {
  fetched.push({ url: typeof url === 'string' ? url : '', init })
  return new Promise((_, reject) => {
    init?.signal?.addEventListener('abort', () => reject(new Error('aborted')))
  })
}

beforeEach(() => {
  fetched = []
  cancellation = new Cancellation()
  probe = createProbe({
    clock: systemClock,
    fetch: never,
    securityInfo: () => Promise.resolve(securityInfo()),
  })
})

const headers = (url: string, method = 'HEAD') => probe.onHeadersReceived({ requestId: '1', url, method })

describe('a connection of our own', () => {
  it('tells nothing but the place, and carries nothing of the user', async () => {
    const probed = probe.connect('https://bank.example:8443/reset?token=secret', cancellation)
    await headers('https://bank.example:8443/')
    await probed
    expect(fetched).toMatchObject([
      {
        url: 'https://bank.example:8443/',
        init: { method: 'HEAD', credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'manual' },
      },
    ])
  })

  it('ends as soon as the certificate was seen', async () => {
    const probed = probe.connect('https://bank.example/', cancellation)
    expect(await headers('https://bank.example/')).toEqual({ cancel: true })
    expect(await probed).toMatchObject({ handshake: { kind: 'accepted' }, chain: { isBuiltInRoot: true } })
    expect(fetched[0]?.init?.signal?.aborted).toBe(true)
  })

  it('tells whose certificate it was', async () => {
    const leaves: string[] = []
    probe = createProbe({
      clock: systemClock,
      fetch: never,
      securityInfo: () => Promise.resolve(securityInfo()),
      onLeaf: (fingerprint) => leaves.push(fingerprint),
    })
    const probed = probe.connect('https://bank.example/', cancellation)
    await headers('https://bank.example/')
    expect(leaves).toEqual((await probed)?.chain?.fingerprints.slice(0, 1))
  })

  it('to a web socket is made as to its site', async () => {
    void probe.connect('wss://bank.example/socket', cancellation)
    expect(fetched[0]?.url).toBe('https://bank.example/')
  })

  it('is told from whatever else we ask', () => {
    void probe.connect('https://bank.example/', cancellation)
    expect(headers('https://bank.example/', 'GET')).toBeUndefined()
    expect(headers('https://other.example/')).toBeUndefined()
    cancellation.cancel()
    expect(headers('https://bank.example/')).toBeUndefined()
  })

  it('finds nothing where the site cannot be reached', async () => {
    probe = createProbe({
      clock: systemClock,
      fetch: () => Promise.reject(new Error('no network')),
      securityInfo: () => Promise.resolve(securityInfo()),
    })
    expect(await probe.connect('https://bank.example/', cancellation)).toBeUndefined()
  })

  it('ends where Firefox says nothing about it', async () => {
    probe = createProbe({
      clock: systemClock,
      fetch: never,
      securityInfo: () => Promise.reject(new Error('broken')),
    })
    const probed = probe.connect('https://bank.example/', cancellation)
    expect(await headers('https://bank.example/')).toEqual({ cancel: true })
    cancellation.cancel()
    expect(await probed).toBeUndefined()
  })
})
