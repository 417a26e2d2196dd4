import type { WebRequest } from 'webextension-polyfill'
import type { Cancellation } from '../../policy/cancellation.ts'
import type { Clock } from '../../policy/clock.ts'
import { type Handshake, readChain, readHandshake, type ReceivedChain } from '../handshake.ts'

/** What a site showed to a connection of our own. */
export interface Probed {
  readonly handshake: Handshake
  /** Undefined after an override: then there is none. */
  readonly chain: ReceivedChain | undefined
}

/** Connects to a site before the user's own request does, and sends nothing that is worth stealing. */
export interface Probe {
  /** Undefined where the site cannot be reached, or Firefox refuses its certificate. */
  readonly connect: (url: string, cancellation: Cancellation) => Promise<Probed | undefined>
  /** For every request of our own; undefined where it is not one of these. */
  readonly onHeadersReceived: (
    details: Pick<WebRequest.OnHeadersReceivedDetailsType, 'requestId' | 'url' | 'method'>,
  ) => Promise<WebRequest.BlockingResponse> | undefined
}

interface ProbeParts {
  readonly clock: Clock
  readonly fetch: typeof fetch
  readonly securityInfo: (requestId: string) => Promise<WebRequest.SecurityInfo | undefined>
  /** Told the SHA-256 (lower-case hex) of every leaf that Firefox has accepted on a connection of ours, and may have asked about. */
  readonly onLeaf?: (fingerprint: string) => void
}

export function createProbe({ clock, fetch, securityInfo, onLeaf }: ProbeParts): Probe {
  const waiting = new Set<{ readonly place: string; readonly tell: (probed: Probed) => void }>()

  return {
    async connect(url, cancellation) {
      // Nothing of the address but the place: what comes after it may be a secret, and may have consequences.
      const place = new URL('/', url.replace(/^wss:/, 'https:')).href
      const controller = new AbortController()
      const stop = cancellation.onCancel(() => controller.abort())
      const seen = new Promise<Probed>((tell) => {
        const one = { place, tell }
        waiting.add(one)
        cancellation.onCancel(() => waiting.delete(one))
      })
      try {
        const { signal } = controller
        // It is broken off as soon as the certificate was seen, and so always fails.
        const failed = fetch(place, { ...ANONYMOUS, signal }).then(
          () => undefined,
          () => undefined,
        )
        const seenLater = failed.then(() => clock.wait(SEEN_LATER_MS, cancellation)).then(() => undefined)
        return await Promise.race([seen, seenLater])
      } finally {
        stop()
        controller.abort()
      }
    },
    onHeadersReceived({ requestId, url, method }) {
      const listeners = [...waiting].filter(({ place }) => place === url)
      if (method !== 'HEAD' || listeners.length === 0) return undefined
      return securityInfo(requestId).then(
        (info) => {
          const probed = { handshake: readHandshake(info, false), chain: readChain(info) }
          const leaf = probed.chain?.fingerprints[0]
          if (leaf !== undefined) onLeaf?.(leaf)
          for (const { tell } of listeners) tell(probed)
          return { cancel: true }
        },
        () => ({ cancel: true }),
      )
    },
  }
}

const ANONYMOUS: RequestInit = {
  method: 'HEAD',
  cache: 'no-store',
  credentials: 'omit',
  redirect: 'manual',
  referrerPolicy: 'no-referrer',
}

/** The certificate may be seen a little after the request that was broken off for it has failed, ms. */
const SEEN_LATER_MS = 100
