import type { Bytes } from '../../pki/bytes.ts'
import { Cancellation } from '../../policy/cancellation.ts'
import type { Clock } from '../../policy/clock.ts'
import { readBounded } from '../retrieval/read-bounded.ts'
import { RemoteError } from './cause.ts'
import { requestedPause } from './requested-pause.ts'

export interface DownloadParts {
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly isOnline: () => boolean
  readonly cancellation: Cancellation
  /** Called with the milliseconds for which the server wants to be left alone. */
  readonly onPause: (ms: number) => void
}

export interface Wanted {
  readonly url: string
  readonly maxBytes: number
  /** Called with the bytes received so far. */
  readonly onBytes?: (received: number) => void
}

/** Fetches a body, or rejects with a RemoteError; `undefined` for one that is longer than `maxBytes`. */
export type Download = (wanted: Wanted) => Promise<Bytes | undefined>

/** In every such time so much must come, or it is given up; nor may the whole take forever. */
const WINDOW_MS = 20_000
const LEAST_BYTES = 10_000
const LONGEST_MS = 30 * 60_000

export function createDownload(parts: DownloadParts): Download {
  return async (wanted) => {
    const { clock, cancellation } = parts
    const controller = new AbortController()
    const ended = new Cancellation()
    const forget = cancellation.onCancel(() => ended.cancel())
    let received = 0
    const onBytes = (count: number): void => {
      received = count
      wanted.onBytes?.(count)
    }
    const tired = losePatience(clock, () => received, ended).then(() => {
      if (cancellation.cancelled) throw new RemoteError('cancelled', wanted.url)
      throw new RemoteError('timed-out', wanted.url)
    })
    try {
      return await Promise.race([receive(parts, { ...wanted, onBytes }, controller.signal), tired])
    } finally {
      forget()
      // The other one of the two has nobody to tell any more.
      tired.catch(() => undefined)
      ended.cancel()
      controller.abort()
    }
  }
}

/** Resolves when too little has come, or the whole takes too long, or when it has ended. Looks at no clock. */
async function losePatience(clock: Clock, received: () => number, ended: Cancellation): Promise<void> {
  for (let waited = 0; waited < LONGEST_MS && !ended.cancelled; waited += WINDOW_MS) {
    const before = received()
    await clock.wait(WINDOW_MS, ended)
    if (received() - before < LEAST_BYTES) return
  }
}

async function receive(
  parts: DownloadParts,
  { url, maxBytes, onBytes }: Wanted,
  signal: AbortSignal,
): Promise<Bytes | undefined> {
  try {
    const response = await parts.fetch(url, { ...REQUEST, signal })
    const pause = requestedPause(response.headers, parts.clock.now())
    if (pause !== undefined) parts.onPause(pause)
    if (response.status !== 200) throw new RemoteError('http-error', `HTTP ${response.status} from ${url}`)
    return await readBounded(response, maxBytes, onBytes)
  } catch (error) {
    if (error instanceof RemoteError) throw error
    throw new RemoteError(parts.isOnline() ? 'unreachable' : 'offline', `${url}: ${String(error)}`)
  }
}

const REQUEST: RequestInit = {
  cache: 'no-store',
  credentials: 'omit',
  redirect: 'error',
  referrerPolicy: 'no-referrer',
}

/** A text that is JSON; what it says is for the caller to judge. */
export async function downloadJson(download: Download, wanted: Wanted): Promise<unknown> {
  const text = await downloadText(download, wanted)
  try {
    return JSON.parse(text)
  } catch {
    throw new RemoteError('not-json', wanted.url)
  }
}

export async function downloadText(download: Download, wanted: Wanted): Promise<string> {
  const bytes = await download(wanted)
  if (bytes === undefined)
    throw new RemoteError('too-large', `${wanted.url}: more than ${wanted.maxBytes} bytes`)
  return new TextDecoder().decode(bytes)
}
