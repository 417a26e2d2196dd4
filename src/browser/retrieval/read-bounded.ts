import type { Bytes } from '../../pki/bytes.ts'

/** The body, or undefined as soon as it is seen to be longer than `maxBytes`. Rejects where the stream breaks off. */
export async function readBounded(response: Response, maxBytes: number): Promise<Bytes | undefined> {
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) return undefined
  const reader = response.body?.getReader()
  if (reader === undefined) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > maxBytes) {
      await reader.cancel()
      return undefined
    }
    chunks.push(value)
  }
  return join(chunks, length)
}

function join(chunks: readonly Uint8Array[], length: number): Bytes {
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}
