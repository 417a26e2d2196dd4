import type { Readable } from 'node:stream'

/** Reads a body to its end, but keeps no more than `limit` bytes. */
export async function readBody(stream: Readable, limit: number): Promise<{ bytes: Buffer; length: number }> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream) {
    if (!(chunk instanceof Buffer)) continue
    if (length < limit) chunks.push(chunk)
    length += chunk.length
  }
  return { bytes: Buffer.concat(chunks).subarray(0, limit), length }
}
