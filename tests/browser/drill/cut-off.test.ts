import { beforeEach, describe, expect, it } from 'vitest'
import { type CutOff, cutOff, type ProxySlice } from '../../../src/browser/drill/cut-off.ts'

const ORIGIN = 'moz-extension://4a8f7d3c/'
const RESPONDER = 'http://ocsp.example/'
const DEAD = { type: 'http', host: '127.0.0.1', port: 9 }

type Listener = Parameters<ProxySlice['onRequest']['addListener']>[0]
type Details = Parameters<Listener>[0]

let listeners: Set<Listener>
let line: CutOff

const proxy: ProxySlice = {
  onRequest: {
    addListener: (listener) => void listeners.add(listener),
    removeListener: (listener) => void listeners.delete(listener),
  },
  settings: { get: () => Promise.reject(new Error('not for us')) },
}

function ask(details: Partial<Details>): unknown {
  const full: Details = {
    requestId: '1',
    url: RESPONDER,
    method: 'POST',
    frameId: 0,
    parentFrameId: -1,
    tabId: -1,
    type: 'other',
    timeStamp: 0,
    fromCache: false,
    thirdParty: false,
    urlClassification: { firstParty: [], thirdParty: [] },
    requestHeaders: [{ name: 'Content-Type', value: 'application/ocsp-request' }],
    ...details,
  }
  const answers: unknown[] = [...listeners].map((listener) => listener(full))
  return answers[0]
}

beforeEach(async () => {
  listeners = new Set()
  line = await cutOff(proxy, ORIGIN, {
    responders: new Set([RESPONDER]),
    hosts: new Set(['ocsp.example', 'crl.example:8080']),
  })
})

describe('what is cut off', () => {
  it('is what Firefox asks that responder, and it is counted', () => {
    expect(ask({})).toEqual(DEAD)
    expect(line.asked()).toBe(1)
  })

  it('is what we ask those hosts, over http: and over https:', () => {
    const ours = { originUrl: `${ORIGIN}_generated_background_page.html`, method: 'GET', requestHeaders: [] }
    expect(ask({ ...ours, url: 'http://crl.example:8080/part.crl' })).toEqual(DEAD)
    expect(ask({ ...ours, url: 'https://ocsp.example/MFEw' })).toEqual(DEAD)
    expect(line.asked()).toBe(0)
  })

  it.each([
    ['another responder', { url: 'http://ocsp.other.example/' }],
    ['another path of the responder', { url: `${RESPONDER}other` }],
    ['something else at the same place', { requestHeaders: [{ name: 'Content-Type', value: 'text/plain' }] }],
    ['a page that asks the responder', { originUrl: 'https://bank.example/', tabId: 4 }],
    ['another host of ours', { originUrl: ORIGIN, url: 'http://crl.example/part.crl' }],
    ['what has no content type', { requestHeaders: [] }],
  ])('is not %s', (_, details) => {
    expect(ask(details)).toBeUndefined()
    expect(line.asked()).toBe(0)
  })

  it('is nothing any more at the end', () => {
    line.end()
    expect(listeners.size).toBe(0)
  })
})
