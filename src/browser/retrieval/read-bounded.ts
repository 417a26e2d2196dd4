import type { Bytes } from '../../pki/bytes.ts'

/**
 * The body, or undefined as soon as it is seen to be longer than `maxBytes`. Rejects where the stream breaks off.
 * `onBytes` is told how much has come so far.
 */
export async function readBounded(
  response: Response,
  maxBytes: number,
  onBytes?: (received: number) => void,
): Promise<Bytes | undefined> {
  if (announcedLength(response.headers) > maxBytes) return undefined
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
    onBytes?.(length)
  }
  return join(chunks, length)
}

/** Of a compressed body it says nothing, and may even be the larger number. */
function announcedLength(headers: Headers): number {
  return headers.has('content-encoding') ? 0 : Number(headers.get('content-length') ?? 0)
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
