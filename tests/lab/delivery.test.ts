import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import { startLab } from './lab.ts'
import type { Lab } from './scenario.ts'
import type { DeliveryFault } from './servers/delivery-fault.ts'
import { exchange, scenario, type Message } from './visitor.ts'

// The PKI is made first, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let lab: Lab

beforeAll(async () => {
  lab = await startLab({ port: 0 })
})
afterEach(() => lab.reset())
afterAll(() => lab.close())

/** Asks the responder of a scenario of row 7, which is no more than a request's worth of nonsense away from an answer. */
async function ask(fault: DeliveryFault, message: Message = {}, path = '/nonsense') {
  await scenario(lab, `07-${fault}.public`).arrange()
  return exchange(urlOf(fault, path), message)
}

function urlOf(fault: DeliveryFault, path: string): string {
  return new URL(path, lab.indexUrl.replace('index.', `ocsp-07-${fault}.pub.`)).href
}

describe('a responder whose answer does not get across', () => {
  it('ends the connection without a word when cut off', async () => {
    await expect(ask('cut-off')).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  it('says nothing in case of a timeout', async () => {
    const signal = AbortSignal.timeout(300)
    await expect(ask('timeout', { signal })).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('starts to drip but does not come to an end', async () => {
    const signal = AbortSignal.timeout(1500)
    await expect(ask('slow-drip', { signal })).rejects.toThrow('aborted')
  })

  it('answers 404 and 500', async () => {
    expect((await ask('http-404')).status).toBe(404)
    expect((await ask('http-500')).status).toBe(500)
  })

  it('sends HTML', async () => {
    const { status, headers, body } = await ask('html')
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(body.toString()).toContain('<!doctype html>')
  })

  it('sends nothing, or half of it', async () => {
    expect((await ask('empty')).length).toBe(0)
    const { body } = await ask('truncated')
    expect(body[0]).toBe(0x30)
    expect(body.length).toBeLessThan((body[1] ?? 0) + 2)
  })

  it('sends 100 MB without saying so beforehand', async () => {
    const { length, headers } = await ask('huge')
    expect(length).toBeGreaterThan(100 * 1024 * 1024)
    expect(headers['content-length']).toBeUndefined()
  })

  it('stops sending when the client has gone', async () => {
    const signal = AbortSignal.timeout(5)
    await expect(ask('huge', { signal })).rejects.toThrow('aborted')
    expect((await ask('http-404')).status).toBe(404)
  })

  it('redirects to itself, each time to another address', async () => {
    const first = await ask('redirect-loop')
    const second = await exchange(first.headers.location ?? '')
    expect([first.status, second.status]).toEqual([302, 302])
    expect(new URL(first.headers.location ?? '').search).toBe('?hop=1')
    expect(new URL(second.headers.location ?? '').search).toBe('?hop=2')
  })

  it('redirects to a file', async () => {
    expect((await ask('redirect-file')).headers.location).toMatch(/^file:\/\/\//)
  })

  it('redirects to a loopback address, where the answer waits', async () => {
    const { headers } = await ask('redirect-loopback')
    expect(headers.location).toMatch(/^http:\/\/127\.0\.0\.1:/)
    const arrived = await exchange(headers.location ?? '')
    expect(arrived.headers['content-type']).toBe('application/ocsp-response')
  })

  it('is in order again after a reset', async () => {
    await ask('http-500')
    lab.reset()
    expect((await exchange(urlOf('http-500', '/nonsense'))).status).toBe(200)
  })
})
