import { believedUntil, staleness } from '../../pki/freshness.ts'
import { openIndex, type CrlIndex } from '../../pki/crl/crl-index.ts'
import { indexCrl } from '../../pki/crl/index-crl.ts'
import { lookUp } from '../../pki/crl/look-up.ts'
import { toHex } from '../../pki/bytes.ts'
import type { CheckContext } from '../../pki/statement.ts'
import type { Inquiry, NetworkSource, Subject } from '../../policy/source.ts'
import type { Background } from '../background.ts'
import { pause } from '../pause.ts'
import type { Retrieve, Retrieved } from '../retrieval/retrieve.ts'
import type { SessionTable } from '../storage/session-table.ts'
import { createFindDelta } from './delta-crls.ts'
import type { Lifetime } from './document-kind.ts'
import { createDocumentSource, type DocumentSourceParts } from './document-source.ts'
import { issuerKey } from './keys.ts'

/** The largest that is read at all. The largest CRLs in public use have some 40 MB. */
const MAX_CRL_BYTES = 64 * 1024 * 1024

export interface CrlSourceParts extends DocumentSourceParts {
  readonly retrieve: Retrieve
  /** Beyond this a CRL is passed over where a responder can be asked instead. */
  readonly maxBytes: () => Promise<number>
  /** URLs of the CRLs that turned out to be larger, with how large the limit was. */
  readonly large: SessionTable<number>
  readonly background: Background
  /** A delta CRL has come that was not there when a verdict was reached without it. */
  readonly onDelta?: () => Promise<void>
}

/** CRLs (RFC 5280): one download answers for every certificate of the issuer, and tells nobody which was met. */
export function createCrlSource(parts: CrlSourceParts): NetworkSource {
  const findDelta = createFindDelta(parts)
  const source = createDocumentSource<CrlIndex>(
    {
      id: 'crl',
      addresses: ({ certificate }) =>
        certificate.crlDistributionPoints.flatMap(({ urls }) => urls.filter(isWeb)),
      keyOf: async (subject, address) => `crl ${await issuerKey(subject, parts.crypto)} ${address}`,
      async retrieve(subject, url, inquiry, validators) {
        const maxBytes = await capFor(subject, inquiry)
        const { isBuiltInRoot } = subject
        const { cancellation, onBytes } = inquiry
        if (((await parts.large.find(url)) ?? 0) >= maxBytes) return passOver(subject, url, maxBytes, inquiry)
        const retrieved = await parts.retrieve({
          url,
          maxBytes,
          isBuiltInRoot,
          cancellation,
          onBytes,
          ...(validators !== undefined && { validators }),
        })
        if (retrieved.kind !== 'failed' || retrieved.cause !== 'too-large') return retrieved
        await parts.large.keep(url, maxBytes)
        return passOver(subject, url, maxBytes, inquiry)
      },
      async read(bytes, { issuer }, { crypto }) {
        const indexed = await indexCrl(bytes, [issuer], { crypto, pause })
        return indexed.kind === 'refused' ? indexed : { kind: 'document', document: indexed.index }
      },
      stored: ({ bytes }) => bytes,
      open: openIndex,
      async check(index, subject, circumstances) {
        const delta = await findDelta(index, subject, circumstances).catch(() => undefined)
        const statement = lookUp(index, subject, circumstances.context, delta?.index)
        const isRevised = statement.isRevisedByDelta === true && delta !== undefined
        return { ...statement, ...(isRevised && { alongside: [delta.key] }) }
      },
      lifetime: lifetimeOf,
    },
    parts,
  )

  /** A large one is worth its time only where nobody waits for it, or nobody else can be asked. */
  async function capFor({ certificate }: Subject, { isBackground }: Inquiry): Promise<number> {
    return isBackground || certificate.ocspUrls.length === 0 ? MAX_CRL_BYTES : parts.maxBytes()
  }

  function passOver(subject: Subject, url: string, maxBytes: number, inquiry: Inquiry): Retrieved {
    if (maxBytes < MAX_CRL_BYTES) fetchLater(`crl ${url}`, subject, inquiry)
    return { kind: 'failed', cause: 'too-large', detail: `more than ${maxBytes} bytes` }
  }

  function fetchLater(name: string, subject: Subject, inquiry: Inquiry): void {
    const { onBytes: _, ...rest } = inquiry
    parts.background.run(name, async (cancellation) => {
      await source.ask(subject, { ...rest, cancellation, isBackground: true })
    })
  }

  return {
    ...source,
    // On a slow line every attempt would begin anew, and none would come to its end.
    fetchLater: (subject, inquiry) =>
      fetchLater(`crls ${inquiry.isPrivate} ${toHex(subject.certificate.serial)}`, subject, inquiry),
  }
}

/** Of the CRL as such: it serves for certificates that outlive the one it was fetched for. */
function lifetimeOf(index: CrlIndex, _: unknown, context: CheckContext): Lifetime | undefined {
  const until = believedUntil(index, Infinity, context)
  if (index.baseNumber !== undefined || staleness(index, until, context) !== undefined) return undefined
  return { thisUpdate: index.thisUpdate, until }
}

// Certificates also name directories (ldap:), which no browser can read.
function isWeb(url: string): boolean {
  return /^https?:/i.test(url)
}
