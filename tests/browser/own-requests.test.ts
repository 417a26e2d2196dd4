import { describe, expect, it } from 'vitest'
import type { CheckName } from '../../src/browser/retrieval/check-name.ts'
import { createOwnRequests } from '../../src/browser/retrieval/own-requests.ts'

const ADDRESS = 'http://ocsp.example/'

const create = (checkName: CheckName = () => Promise.resolve(undefined)) => createOwnRequests({ checkName })

function following(isBuiltInRoot = true) {
  const own = create()
  const trace = own.follow(ADDRESS, isBuiltInRoot)
  own.onBeforeRequest({ requestId: '1', url: ADDRESS })
  const redirect = (value: string) =>
    own.onHeadersReceived({
      requestId: '1',
      url: ADDRESS,
      statusCode: 302,
      responseHeaders: [{ name: 'Location', value }],
    })
  return { own, trace, redirect }
}

describe('our own requests', () => {
  it.each([
    ['file:///etc/passwd', 'url-refused'],
    ['http://127.0.0.1:631/', 'url-refused'],
    ['http://192.168.1.1/', 'url-refused'],
    ['//user:secret@ocsp.example/', 'url-refused'],
  ])('are not led to %s', async (target, cause) => {
    const { trace, redirect } = following()
    expect(redirect(target)).toEqual({ cancel: true })
    expect(await trace.failed).toMatchObject({ cause })
  })

  it('follow three redirects and no fourth', async () => {
    const { trace, redirect } = following()
    for (const path of ['/a', 'b', 'http://other.example/']) expect(redirect(path)).toEqual({})
    expect(redirect('/d')).toEqual({ cancel: true })
    expect(await trace.failed).toMatchObject({ cause: 'too-many-redirects' })
  })

  it('are followed from the start where one takes the place of another, of which nothing counts any more', async () => {
    const { own, trace, redirect } = following()
    for (const path of ['/a', '/b', '/c']) redirect(path)
    own.onGivenUp('1')
    own.onErrorOccurred({ requestId: '1', error: 'NS_BINDING_ABORTED' })
    own.onBeforeRequest({ requestId: '2', url: ADDRESS })
    const again = { requestId: '2', url: ADDRESS, statusCode: 302 }
    expect(own.onHeadersReceived({ ...again, responseHeaders: [{ name: 'Location', value: '/a' }] })).toEqual(
      {},
    )
    own.onErrorOccurred({ requestId: '2', error: 'NS_ERROR_NET_TIMEOUT' })
    expect(await trace.failed).toMatchObject({ cause: 'responder-timeout' })
  })

  it('are not redirected where nobody follows them', () => {
    const { own } = following()
    const stray = { requestId: '9', url: ADDRESS, statusCode: 301 }
    expect(own.onHeadersReceived({ ...stray, responseHeaders: [{ name: 'location', value: '/' }] })).toEqual({
      cancel: true,
    })
  })

  it.each([
    ['NS_ERROR_UNKNOWN_HOST', 'dns-failed'],
    ['NS_ERROR_CONNECTION_REFUSED', 'responder-unreachable'],
    ['NS_ERROR_NET_RESET', 'responder-unreachable'],
    ['NS_ERROR_NET_TIMEOUT', 'responder-timeout'],
    ['NS_ERROR_OFFLINE', 'offline'],
  ])('that fail with %s fail for the cause %s', async (error, cause) => {
    const { own, trace } = following()
    own.onErrorOccurred({ requestId: '1', error })
    expect(await trace.failed).toMatchObject({ cause, detail: error })
  })

  it('to one URL at the same time are told apart', async () => {
    const own = create()
    const first = own.follow(ADDRESS, true)
    const second = own.follow(ADDRESS, true)
    own.onBeforeRequest({ requestId: '1', url: ADDRESS })
    own.onBeforeRequest({ requestId: '2', url: ADDRESS })
    own.onErrorOccurred({ requestId: '2', error: 'NS_ERROR_UNKNOWN_HOST' })
    own.onErrorOccurred({ requestId: '1', error: 'NS_ERROR_OFFLINE' })
    expect(await first.failed).toMatchObject({ cause: 'offline' })
    expect(await second.failed).toMatchObject({ cause: 'dns-failed' })
  })

  it('are seen to be upgraded where Firefox asks over https by itself, and not where nobody does', () => {
    const { trace } = following()
    expect(trace.isUpgraded()).toBe(false)
    const own = create()
    const upgraded = own.follow(ADDRESS, true)
    own.onBeforeRequest({ requestId: '1', url: 'https://ocsp.example/' })
    expect(upgraded.isUpgraded()).toBe(true)
    own.onErrorOccurred({ requestId: '1', error: 'NS_ERROR_NET_RESET' })
    return expect(upgraded.failed).resolves.toMatchObject({ cause: 'responder-unreachable' })
  })

  it("do not tell a CA this installation's identifier, nor cookies, referrer and languages", async () => {
    const { own } = following()
    const names = ['Origin', 'Cookie', 'Referer', 'Accept-Language', 'Content-Type', 'Host']
    const { requestHeaders } = await own.onBeforeSendHeaders({
      requestId: '1',
      url: ADDRESS,
      requestHeaders: names.map((name) => ({ name, value: 'x' })),
    })
    expect(requestHeaders?.map(({ name }) => name)).toEqual(['Content-Type', 'Host'])
  })

  it('are known by their address, whether or not Firefox shows its fragment', async () => {
    const own = create()
    const trace = own.follow(`${ADDRESS}a#b`, true)
    own.onBeforeRequest({ requestId: '1', url: `${ADDRESS}a` })
    own.onErrorOccurred({ requestId: '1', error: 'NS_ERROR_OFFLINE' })
    expect(await trace.failed).toMatchObject({ cause: 'offline' })
  })

  it('are seen to have begun', () => {
    const own = create()
    const trace = own.follow(ADDRESS, true)
    expect(trace.isBegun()).toBe(false)
    own.onBeforeRequest({ requestId: '1', url: ADDRESS })
    expect(trace.isBegun()).toBe(true)
  })
})

const send = (own: ReturnType<typeof create>, url = ADDRESS) =>
  own.onBeforeSendHeaders({ requestId: '1', url, requestHeaders: [] })

describe('the name in an address of ours', () => {
  it('is looked at before anything is sent, at every hop', async () => {
    const asked: unknown[] = []
    const own = create(async (url, circumstances) => {
      asked.push([url, circumstances])
      return url === ADDRESS ? undefined : { cause: 'url-refused', detail: '10.0.0.1' }
    })
    const trace = own.follow(ADDRESS, true)
    own.onBeforeRequest({ requestId: '1', url: ADDRESS })
    expect(await send(own)).toEqual({ requestHeaders: [] })
    const location = { name: 'Location', value: 'http://inside.example/' }
    own.onHeadersReceived({ requestId: '1', url: ADDRESS, statusCode: 302, responseHeaders: [location] })
    own.onBeforeRequest({ requestId: '1', url: location.value })
    expect(await send(own, location.value)).toEqual({ cancel: true })
    expect(await trace.failed).toEqual({ cause: 'url-refused', detail: '10.0.0.1' })
    expect(asked).toEqual([
      [ADDRESS, { isBuiltInRoot: true, isRedirect: false }],
      [location.value, { isBuiltInRoot: true, isRedirect: true }],
    ])
  })

  it('is left to the proxy where there is one, and to Firefox for whatever is no document of a CA', async () => {
    const own = create(() => Promise.resolve({ cause: 'dns-filtered' }))
    expect(await send(own)).toEqual({ requestHeaders: [] })
    const trace = own.follow(ADDRESS, true)
    own.onBeforeRequest({ requestId: '1', url: ADDRESS, proxyInfo: { type: 'socks' } })
    expect(await send(own)).toEqual({ requestHeaders: [] })
    expect(trace.isProxied()).toBe(true)
  })
})

describe('a proxy', () => {
  it.each(['NS_ERROR_PROXY_CONNECTION_REFUSED', 'NS_ERROR_UNKNOWN_PROXY_HOST'])(
    'that cannot be reached is named (%s)',
    async (error) => {
      const { own, trace } = following()
      own.onErrorOccurred({ requestId: '1', error })
      expect(await trace.failed).toMatchObject({ cause: 'proxy-failed' })
    },
  )

  it('that wants a password is told from one that cannot be reached', async () => {
    const own = create()
    const trace = own.follow(ADDRESS, true)
    own.onBeforeRequest({ requestId: '1', url: ADDRESS, proxyInfo: { type: 'http' } })
    own.onHeadersReceived({ requestId: '1', url: ADDRESS, statusCode: 407, responseHeaders: [] })
    own.onErrorOccurred({ requestId: '1', error: 'NS_ERROR_PROXY_CONNECTION_REFUSED' })
    expect(await trace.failed).toEqual({ cause: 'proxy-login' })
  })
})
