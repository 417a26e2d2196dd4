import { describe, expect, it } from 'vitest'
import { createOwnRequests } from '../../src/browser/retrieval/own-requests.ts'

const ADDRESS = 'http://ocsp.example/'

function following(isBuiltInRoot = true) {
  const own = createOwnRequests()
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
    const own = createOwnRequests()
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
    const own = createOwnRequests()
    const upgraded = own.follow(ADDRESS, true)
    own.onBeforeRequest({ requestId: '1', url: 'https://ocsp.example/' })
    expect(upgraded.isUpgraded()).toBe(true)
    own.onErrorOccurred({ requestId: '1', error: 'NS_ERROR_NET_RESET' })
    return expect(upgraded.failed).resolves.toMatchObject({ cause: 'responder-unreachable' })
  })

  it("do not tell a CA this installation's identifier, nor cookies, referrer and languages", () => {
    const { own } = following()
    const names = ['Origin', 'Cookie', 'Referer', 'Accept-Language', 'Content-Type', 'Host']
    const { requestHeaders } = own.onBeforeSendHeaders({
      requestHeaders: names.map((name) => ({ name, value: 'x' })),
    })
    expect(requestHeaders?.map(({ name }) => name)).toEqual(['Content-Type', 'Host'])
  })
})
