import { beforeEach, describe, expect, it } from 'vitest'
import { type AloneProbe, createAloneProbe } from '../../../src/browser/self-test/alone-probe.ts'
import { securityInfo } from '../../fakes/security-info.ts'

const ADDRESS = 'https://revoked.example/'
const TAB = 3
const FRAME = 77

let probe: AloneProbe
let endWait: () => void
let closed: number

const place = { tabId: TAB, isFrame: true, open: () => {}, close: () => void closed++ }
const at = { tabId: TAB, frameId: FRAME, url: ADDRESS }
const refuse = (code: number, where: Partial<typeof at> = {}) =>
  probe.onRefused({ ...at, ...where, error: `Error code ${code}` })

beforeEach(() => {
  closed = 0
  const waited = new Promise<void>((resolve) => {
    endWait = resolve
  })
  probe = createAloneProbe({ securityInfo: () => Promise.resolve(securityInfo()), wait: () => waited })
})

describe('a connection that Firefox judges alone', () => {
  it('is broken off at the headers, with the chain that Firefox built', async () => {
    const seen = probe.connect('https://revoked.example', place)
    expect(await probe.onHeadersReceived({ ...at, requestId: '1' })).toEqual({ cancel: true })
    expect(await seen).toMatchObject({ alone: { kind: 'loaded' }, chain: { isBuiltInRoot: true } })
    expect(closed).toBe(1)
  })

  it.each([
    [2153390068, { refusal: 'revoked', nss: -8180 }],
    [2153389959, { refusal: 'responder-failed', nss: -8071 }],
    [2153389954, { refusal: 'unvouched', nss: -8066 }],
    [2153398262, { refusal: 'unvouched', nss: -16374 }],
    [2153390069, { refusal: 'expired', nss: -8181 }],
    [2153394164, { refusal: 'other', nss: -12276 }],
  ])('is refused with error %i, in any language', async (code, refused) => {
    const seen = probe.connect(ADDRESS, place)
    refuse(2152398850)
    refuse(code)
    expect(await seen).toEqual({ alone: { kind: 'refused', ...refused }, chain: undefined })
  })

  it('fails below TLS by the name that Firefox has for it', async () => {
    const seen = probe.connect(ADDRESS, place)
    refuse(2152398850)
    probe.onRequestFailed({ ...at, error: 'NS_ERROR_CONNECTION_REFUSED' })
    refuse(2152398861)
    expect((await seen).alone).toEqual({ kind: 'unreachable', detail: 'NS_ERROR_CONNECTION_REFUSED' })
  })

  it('ends at some time', async () => {
    const seen = probe.connect(ADDRESS, place)
    endWait()
    expect((await seen).alone).toEqual({ kind: 'unreachable', detail: 'NS_ERROR_NET_TIMEOUT' })
    expect(closed).toBe(1)
  })

  it('is one that the user allowed before, where Firefox gives no chain', async () => {
    const info = securityInfo({ overridableErrorCategory: 'trust_error' })
    probe = createAloneProbe({ securityInfo: () => Promise.resolve(info), wait: () => new Promise(() => {}) })
    const seen = probe.connect(ADDRESS, place)
    await probe.onHeadersReceived({ ...at, requestId: '1' })
    expect((await seen).alone).toEqual({ kind: 'overridden' })
  })

  it('carries no cookies', () => {
    void probe.connect(ADDRESS, place)
    const requestHeaders = ['Cookie', 'Host', 'Referer'].map((name) => ({ name, value: 'x' }))
    expect(probe.onBeforeSendHeaders({ ...at, requestHeaders })).toEqual({
      requestHeaders: [{ name: 'Host', value: 'x' }],
    })
  })

  it('is told from whatever else is opened', async () => {
    void probe.connect(ADDRESS, place)
    const others = [{ tabId: 9 }, { frameId: 0 }, { url: 'https://other.example/' }]
    for (const other of others) {
      expect(probe.onBeforeSendHeaders({ ...at, ...other, requestHeaders: [] })).toEqual({})
      expect(probe.onHeadersReceived({ ...at, ...other, requestId: '1' })).toEqual({})
      refuse(2153390068, other)
    }
    expect(await probe.onHeadersReceived({ ...at, requestId: '1' })).toEqual({ cancel: true })
    // It is over.
    expect(closed).toBe(1)
    expect(probe.onHeadersReceived({ ...at, requestId: '2' })).toEqual({})
  })
})
