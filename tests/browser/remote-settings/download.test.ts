import { describe, expect, it } from 'vitest'
import { createDownload } from '../../../src/browser/remote-settings/download.ts'
import { Cancellation } from '../../../src/policy/cancellation.ts'
import { ManualClock } from '../../fakes/manual-clock.ts'
import { NOW } from './harness.ts'

function start(fetch: typeof globalThis.fetch) {
  const clock = new ManualClock(NOW)
  const cancellation = new Cancellation()
  const download = createDownload({
    fetch,
    clock,
    cancellation,
    isOnline: () => true,
    onPause: () => undefined,
  })
  const result = download({ url: 'https://a.example/', maxBytes: 1 << 24 }).catch((error: unknown) => error)
  return { clock, cancellation, result }
}

/** A body that brings so many bytes whenever it is pulled, and never ends. */
function flow(source: { push: (bytes: number) => void }): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      source.push = (bytes) => controller.enqueue(new Uint8Array(bytes))
    },
  })
}

function flowing() {
  const source = { push: (_bytes: number): void => undefined }
  return { ...start(async () => new Response(flow(source))), source }
}

describe('a download', () => {
  it('is given up where nothing is said at all', async () => {
    const { clock, result } = start(() => new Promise(() => undefined))
    await clock.advance(20_000)
    expect(await result).toMatchObject({ code: 'timed-out' })
  })

  it('is given up where it drips', async () => {
    const { clock, result, source } = flowing()
    await clock.advance(0)
    for (let second = 0; second < 20; second++) {
      source.push(100)
      await clock.advance(1000)
    }
    expect(await result).toMatchObject({ code: 'timed-out' })
  })

  it('may be slow, but not take forever', async () => {
    const { clock, result, source } = flowing()
    let minutes = 0
    const over = result.then(() => 'over')
    for (; minutes < 60 && (await Promise.race([over, tick()])) !== 'over'; minutes += 0.25) {
      source.push(20_000)
      await tick()
      await clock.advance(15_000)
    }
    expect(minutes).toBeGreaterThan(29)
    expect(minutes).toBeLessThan(32)
    expect(await result).toMatchObject({ code: 'timed-out' })
  })

  it('ends at once when it is cancelled', async () => {
    const { cancellation, result } = start(() => new Promise(() => undefined))
    cancellation.cancel()
    expect(await result).toMatchObject({ code: 'cancelled' })
  })

  it('sends neither cookies nor where it comes from, and follows nobody', async () => {
    let seen: RequestInit | undefined
    const { result } = start(async (_url, init) => {
      seen = init
      return new Response('')
    })
    await result
    expect(seen).toMatchObject({
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    })
  })
})

function tick(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 1)
  })
}
