import { beforeEach, describe, expect, it } from 'vitest'
import { createStandstill, type Standstill } from '../../src/browser/retrieval/standstill.ts'
import { ManualClock } from '../fakes/manual-clock.ts'

const CRL = 'http://crl.example/part.crl'

interface Begun {
  readonly requestId: string
  readonly signal: AbortSignal
  readonly succeed: (response: Response) => void
}

let clock: ManualClock
let begun: Begun[]
let givenUp: string[]
let standstill: Standstill
/** The address under which Firefox shows a request. */
let shownAs: (address: string) => string

beforeEach(() => {
  clock = new ManualClock()
  begun = []
  givenUp = []
  shownAs = (address) => address
  standstill = createStandstill({
    clock,
    onGivenUp: (requestId) => givenUp.push(requestId),
    fetch: (input, init) =>
      new Promise((succeed, fail) => {
        const requestId = String(begun.length)
        const signal = init?.signal ?? new AbortController().signal
        signal.addEventListener('abort', () => fail(new Error('aborted')))
        begun.push({ requestId, signal, succeed })
        standstill.onBeforeRequest({ requestId, url: shownAs(new Request(input).url) })
      }),
  })
})

const isAborted = () => begun.map(({ signal }) => signal.aborted)

describe('a request of our own', () => {
  it('that does not go on after our answer is begun anew, and the first is given up', async () => {
    const response = standstill.fetch(CRL)
    expect(await standstill.answer('0', Promise.resolve('answer'))).toBe('answer')
    await clock.advance(500)
    expect([givenUp, isAborted()]).toEqual([['0'], [true, false]])
    await standstill.answer('1', 'answer')
    standstill.onProgress({ requestId: '1' })
    await clock.advance(10_000)
    begun[1]?.succeed(new Response('late'))
    expect(await (await response).text()).toBe('late')
    expect(givenUp).toEqual(['0'])
  })

  it('that goes on is left alone, however long its server takes', async () => {
    void standstill.fetch(CRL)
    await standstill.answer('0', 'to its headers')
    standstill.onProgress({ requestId: '0' })
    await clock.advance(60_000)
    expect(isAborted()).toEqual([false])
  })

  it('is left alone before our answer, however long that takes', async () => {
    void standstill.fetch(CRL)
    void standstill.answer('0', new Promise(() => undefined))
    await clock.advance(60_000)
    expect(isAborted()).toEqual([false])
  })

  it('can come to a standstill at every answer', async () => {
    void standstill.fetch(CRL)
    await standstill.answer('0', 'what it sends')
    standstill.onProgress({ requestId: '0' })
    await standstill.answer('0', 'what it got')
    await clock.advance(500)
    expect(isAborted()).toEqual([true, false])
  })

  it('is not begun anew for ever: then something else is wrong', async () => {
    void standstill.fetch(CRL)
    for (let time = 0; time < 20; time++) {
      await standstill.answer(String(time), 'answer')
      await clock.advance(500)
    }
    expect(begun).toHaveLength(8)
    expect(begun.at(-1)?.signal.aborted).toBe(false)
  })

  it('ends when whoever wants it wants it no more', async () => {
    const controller = new AbortController()
    const response = standstill.fetch(CRL, { signal: controller.signal })
    controller.abort()
    await expect(response).rejects.toThrow('aborted')
    await clock.advance(10_000)
    expect(begun).toHaveLength(1)
  })

  it('is told from others by its address, in HTTPS-Only Mode too', async () => {
    shownAs = () => CRL.replace('http:', 'https:')
    void standstill.fetch(`${CRL}#fragment`)
    standstill.onBeforeRequest({ requestId: 'another', url: 'http://other.example/' })
    await standstill.answer('another', 'answer')
    await clock.advance(500)
    expect(givenUp).toEqual([])
    await standstill.answer('0', 'answer')
    await clock.advance(500)
    expect(givenUp).toEqual(['0'])
  })
})
