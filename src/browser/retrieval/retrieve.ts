import type { Bytes } from '../../pki/bytes.ts'
import type { Cancellation } from '../../policy/cancellation.ts'
import type { Cause } from '../../policy/cause.ts'
import type { Clock } from '../../policy/clock.ts'
import { within } from '../../policy/within.ts'
import type { Validators } from '../documents/document-store.ts'
import type { CaptivePortal } from '../captive-portal.ts'
import { type Caching, conditionalHeaders, readCaching } from './caching.ts'
import type { OwnRequests, Trace } from './own-requests.ts'
import { readBounded } from './read-bounded.ts'
import { refusalOf } from './url-rules.ts'

export interface Retrieval {
  readonly url: string
  /** POSTed where there is one; else GET. */
  readonly body?: { readonly bytes: Bytes; readonly type: string }
  /** Of what is known already: then nothing is sent where that is still all there is. */
  readonly validators?: Validators
  readonly maxBytes: number
  /** Told how many have come so far. */
  readonly onBytes?: ((received: number) => void) | undefined
  readonly isBuiltInRoot: boolean
  readonly cancellation: Cancellation
}

export type Retrieved =
  | { readonly kind: 'bytes'; readonly bytes: Bytes; readonly caching?: Caching }
  | { readonly kind: 'not-modified'; readonly caching?: Caching }
  | { readonly kind: 'failed'; readonly cause: Cause; readonly detail?: string }

export type Retrieve = (retrieval: Retrieval) => Promise<Retrieved>

// The event that names the cause of a failed fetch may come a little after the fetch has rejected.
const CAUSE_GRACE_MS = 250

/** Fetches a signed document for a certificate, telling the other side as little as possible. Never rejects. */
export function createRetrieve(parts: {
  fetch: typeof fetch
  ownRequests: OwnRequests
  captivePortal: CaptivePortal
  clock: Clock
}): Retrieve {
  return async (retrieval) => {
    const { url, isBuiltInRoot, cancellation } = retrieval
    const refusal = refusalOf(url, { isBuiltInRoot, isRedirect: false })
    if (refusal !== undefined) return { kind: 'failed', cause: 'url-refused', detail: refusal }

    const controller = new AbortController()
    const forget = cancellation.onCancel(() => controller.abort())
    const trace = parts.ownRequests.follow(url, isBuiltInRoot)
    try {
      const response = await parts.fetch(url, requestOf(retrieval, controller.signal))
      const caching = readCaching(response.headers, parts.clock.now())
      return await blame(await readAnswer(response, retrieval, caching), trace, parts.captivePortal)
    } catch (error) {
      return await blame(await explain(error, trace, parts.clock), trace, parts.captivePortal)
    } finally {
      trace.end()
      forget()
      // Whatever is still on its way is of no use.
      controller.abort()
    }
  }
}

function requestOf({ body, validators }: Retrieval, signal: AbortSignal): RequestInit {
  return {
    method: body === undefined ? 'GET' : 'POST',
    ...(body !== undefined && { body: body.bytes, headers: { 'Content-Type': body.type } }),
    ...(validators !== undefined && { headers: conditionalHeaders(validators) }),
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'follow',
    referrerPolicy: 'no-referrer',
    signal,
  }
}

async function readAnswer(
  response: Response,
  { maxBytes, validators, onBytes }: Retrieval,
  caching: Caching,
): Promise<Retrieved> {
  if (response.status === 304 && validators !== undefined) return { kind: 'not-modified', caching }
  if (response.status !== 200) {
    return { kind: 'failed', cause: 'http-error', detail: `HTTP ${response.status}` }
  }
  const bytes = await readBounded(response, maxBytes, onBytes)
  if (bytes === undefined)
    return { kind: 'failed', cause: 'too-large', detail: `more than ${maxBytes} bytes` }
  if (isHtml(response.headers.get('content-type'), bytes)) return { kind: 'failed', cause: 'not-a-response' }
  return { kind: 'bytes', bytes, caching }
}

// What a captive portal answers in everybody's name. DER never begins with "<".
function isHtml(type: string | null, bytes: Bytes): boolean {
  const first = bytes.find((byte) => byte > 0x20)
  return first === 0x3c || (bytes[0] !== 0x30 && (type?.startsWith('text/html') ?? false))
}

/** What stands in the way of every request explains each that fails. */
async function blame(retrieved: Retrieved, trace: Trace, portal: CaptivePortal): Promise<Retrieved> {
  if (retrieved.kind !== 'failed') return retrieved
  const detail = retrieved.detail ?? retrieved.cause
  if (await portal.isLocked()) return { kind: 'failed', cause: 'captive-portal', detail }
  // Few revocation servers speak https.
  if (trace.isUpgraded()) return { kind: 'failed', cause: 'https-only-mode', detail }
  return trace.isProxied() ? { ...retrieved, detail: `${detail}, through a proxy` } : retrieved
}

async function explain(error: unknown, trace: Trace, clock: Clock): Promise<Retrieved> {
  const failure = await within(trace.failed, CAUSE_GRACE_MS, clock)
  if (failure !== undefined) return { kind: 'failed', ...failure }
  // Firefox tells nobody of a request to a port that it bans (network.security.ports.banned).
  if (!trace.isBegun()) return { kind: 'failed', cause: 'url-refused', detail: 'Firefox does not ask there' }
  return { kind: 'failed', cause: 'responder-unreachable', detail: String(error) }
}
