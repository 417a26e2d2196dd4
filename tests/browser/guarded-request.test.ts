import { describe, expect, it } from 'vitest'
import { readRequest } from '../../src/browser/guard/guarded-request.ts'

const details = { requestId: '1', tabId: 1, frameId: 0, method: 'GET', type: 'image' } as const
const hostIn = (url: string) => readRequest({ ...details, url }, 'sent').host

it.each([
  ['sub_frame', 3],
  ['object', 3],
  ['image', undefined],
  ['main_frame', undefined],
] as const)('of type %s has frame %s', (type, frameId) => {
  const request = readRequest({ ...details, type, frameId: 3, url: 'https://a.example/' }, 'sent')
  expect(request.frameId).toBe(frameId)
})

describe('the host of a request', () => {
  it.each([
    'https://a.example/',
    'https://a.example/path?x=/y#/z',
    'https://a.example:8443/',
    'https://a.example.evil.example/',
    'https://a.example@evil.example/',
    'https://evil.example/https://a.example/',
    'https://[::1]:8443/a',
    'wss://a.example/socket',
    'https://a.example?x=https://evil.example/',
    'https://a.example',
    'https://a.exampla',
  ])('in %s is what the browser takes for it, whatever was asked before', (url) => {
    for (const one of [url, `${url}/more`, url]) expect(hostIn(one)).toBe(new URL(one).host)
  })

  it('is right for more hosts than are remembered', () => {
    for (let n = 0; n < 2_000; n++) expect(hostIn(`https://h${n}.example/a`)).toBe(`h${n}.example`)
    expect(hostIn('https://h7.example/b')).toBe('h7.example')
  })
})
