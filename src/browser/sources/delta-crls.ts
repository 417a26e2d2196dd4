import { type CrlIndex, openIndex } from '../../pki/crl/crl-index.ts'
import { indexCrl } from '../../pki/crl/index-crl.ts'
import { believedUntil, staleness } from '../../pki/freshness.ts'
import type { CheckContext } from '../../pki/statement.ts'
import { Cancellation } from '../../policy/cancellation.ts'
import type { Inquiry, Subject } from '../../policy/source.ts'
import { within } from '../../policy/within.ts'
import type { Background } from '../background.ts'
import { pause } from '../pause.ts'
import type { Retrieve } from '../retrieval/retrieve.ts'
import type { Circumstances, DocumentKind, Lifetime } from './document-kind.ts'
import type { DocumentSourceParts } from './document-source.ts'
import { keepDocument } from './keep-document.ts'
import { issuerKey } from './keys.ts'
import { createObtain, loadDocument } from './obtain-document.ts'

/** The delta CRL to a CRL that was verified; undefined where none is named, or none to be had. */
export type FindDelta = (
  base: CrlIndex,
  subject: Subject,
  circumstances: Circumstances,
) => Promise<FoundDelta | undefined>

export interface FoundDelta {
  /** Under which it is stored. */
  readonly key: string
  readonly index: CrlIndex
}

interface DeltaParts extends DocumentSourceParts {
  readonly retrieve: Retrieve
  readonly background: Background
  /** A delta CRL has come that was not there when a verdict was reached without it. */
  readonly onDelta?: (() => Promise<void>) | undefined
}

/** CAs name one, at one or two addresses. */
const MOST_ADDRESSES = 2
/** It is the shorter of the two, or worth nothing. */
const MAX_BYTES = 4 * 1024 * 1024
/** A CRL that is good by itself does not wait for longer, ms. */
const PATIENCE_MS = 2_000

/**
 * Delta CRLs (RFC 5280 §5.2.4) are wanted, and not needed: a CRL counts to its own end without them (§6.3.3 (c)). Whoever
 * asks the network for a CRL asks for its delta too; otherwise what is at hand is used, and one that is newer comes while
 * nobody waits.
 */
export function createFindDelta(parts: DeltaParts): FindDelta {
  const { clock, crypto, documents, background } = parts
  const kind = deltaKind(parts)
  const contextOf = ({ freshness }: Inquiry): CheckContext => ({ now: clock.now(), freshness, crypto })
  const obtain = createObtain(kind, { clock, documents, contextOf })

  async function recall(
    address: string,
    subject: Subject,
    inquiry: Inquiry,
  ): Promise<FoundDelta | undefined> {
    const key = await kind.keyOf(subject, address)
    const found = await loadDocument(kind, documents(inquiry.isPrivate), key)
    return found === undefined ? undefined : { key, index: found.document }
  }

  async function ask(address: string, subject: Subject, inquiry: Inquiry): Promise<FoundDelta | undefined> {
    const key = await kind.keyOf(subject, address)
    const errand = { address, key, subject, inquiry }
    const obtained = await obtain(errand)
    if (obtained.kind === 'refused') return undefined
    const { now, ...rest } = contextOf(inquiry)
    const lifetime = lifetimeOf(obtained.document, { now, ...rest })
    const { thisUpdate } = obtained.document
    const store = documents(inquiry.isPrivate)
    const isNewest = await keepDocument(kind, obtained, thisUpdate, errand, { store, now, lifetime })
    return isNewest ? { key, index: obtained.document } : recall(address, subject, inquiry)
  }

  async function askAll(addresses: readonly string[], subject: Subject, inquiry: Inquiry) {
    for (const address of addresses) {
      const delta = await ask(address, subject, inquiry)
      if (delta !== undefined && lifetimeOf(delta.index, contextOf(inquiry)) !== undefined) return delta
    }
    return undefined
  }

  /** Ends with the patience at the latest. */
  async function askSoon(addresses: readonly string[], subject: Subject, inquiry: Inquiry) {
    const cancellation = new Cancellation()
    const forget = inquiry.cancellation.onCancel(() => cancellation.cancel())
    try {
      return await within(askAll(addresses, subject, { ...inquiry, cancellation }), PATIENCE_MS, clock)
    } finally {
      forget()
      cancellation.cancel()
    }
  }

  return async (base, subject, { inquiry, context, mayAsk }) => {
    const named = [...base.freshestUrls, ...(subject.certificate.freshestCrlUrls ?? [])]
    const addresses = [...new Set(named)].slice(0, MOST_ADDRESSES)
    if (addresses.length === 0) return undefined
    const stored = await Promise.all(addresses.map((address) => recall(address, subject, inquiry)))
    const known = stored.find(
      (delta) => delta !== undefined && lifetimeOf(delta.index, context) !== undefined,
    )
    if (known !== undefined && !inquiry.renew) return known
    if (mayAsk) return (await askSoon(addresses, subject, inquiry)) ?? known
    const { onBytes: _, ...rest } = inquiry
    if (known !== undefined) return known
    background.run(`delta ${inquiry.isPrivate} ${addresses.join(' ')}`, async (cancellation) => {
      const delta = await askAll(addresses, subject, { ...rest, cancellation, isBackground: true })
      if (delta !== undefined) await parts.onDelta?.()
    })
    return undefined
  }
}

function deltaKind({
  crypto,
  retrieve,
}: DeltaParts): Omit<DocumentKind<CrlIndex>, 'addresses' | 'check' | 'lifetime'> {
  return {
    id: 'crl',
    keyOf: async (subject, address) => `delta ${await issuerKey(subject, crypto)} ${address}`,
    retrieve: ({ isBuiltInRoot }, url, { cancellation }, validators) =>
      retrieve({
        url,
        maxBytes: MAX_BYTES,
        isBuiltInRoot,
        cancellation,
        ...(validators !== undefined && { validators }),
      }),
    async read(bytes, { issuer }, context) {
      const indexed = await indexCrl(bytes, [issuer], { crypto: context.crypto, pause })
      return indexed.kind === 'refused' ? indexed : { kind: 'document', document: indexed.index }
    },
    stored: ({ bytes }) => bytes,
    open: openIndex,
  }
}

function lifetimeOf(delta: CrlIndex, context: CheckContext): Lifetime | undefined {
  const until = believedUntil(delta, Infinity, context)
  if (delta.baseNumber === undefined || staleness(delta, until, context) !== undefined) return undefined
  return { thisUpdate: delta.thisUpdate, until }
}
