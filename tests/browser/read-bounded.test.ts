import { describe, expect, it } from 'vitest'
import { readBounded } from '../../src/browser/retrieval/read-bounded.ts'

const body = (...chunks: readonly string[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk))
      controller.close()
    },
  })

describe('a body', () => {
  it('is read to its end, and told as it comes', async () => {
    const told: number[] = []
    const bytes = await readBounded(new Response(body('ab', 'cde')), 5, (received) => told.push(received))
    expect(new TextDecoder().decode(bytes)).toBe('abcde')
    expect(told).toEqual([2, 5])
  })

  it('is not kept beyond the bound', async () => {
    expect(await readBounded(new Response(body('ab', 'cde')), 4)).toBeUndefined()
  })

  it('is not even begun where it announces itself as too long', async () => {
    const told: number[] = []
    const response = new Response(body('ab'), { headers: { 'Content-Length': '5' } })
    expect(await readBounded(response, 4, (received) => told.push(received))).toBeUndefined()
    expect(told).toEqual([])
  })

  it('may be longer while it is compressed: that happens with what does not compress', async () => {
    const headers = { 'Content-Length': '23', 'Content-Encoding': 'gzip' }
    expect(await readBounded(new Response(body('abc'), { headers }), 3)).toHaveLength(3)
  })

  it('may be none', async () => {
    expect(await readBounded(new Response(null), 3)).toHaveLength(0)
  })
})
