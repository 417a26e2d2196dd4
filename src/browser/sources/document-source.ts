import type { Bytes } from '../../pki/bytes.ts'
import type { CheckContext, Statement } from '../../pki/statement.ts'
import type { WebCrypto } from '../../pki/web-crypto.ts'
import type { Clock } from '../../policy/clock.ts'
import type { Evidence, SourceId } from '../../policy/evidence.ts'
import { hedged } from '../../policy/hedge.ts'
import type { Inquiry, Source, Subject } from '../../policy/source.ts'
import type { DocumentStore } from '../documents/document-store.ts'
import type { Retrieved } from '../retrieval/retrieve.ts'
import { evidenceOf } from './evidence-of.ts'

/** How long one address may be alone before the certificate's next one is tried beside it, ms. */
const NEXT_ADDRESS_MS = 1_500

export interface DocumentSourceParts {
  readonly clock: Clock
  readonly crypto: WebCrypto
  readonly documents: (isPrivate: boolean) => DocumentStore
}

/** What tells one kind of signed document from another. */
export interface DocumentKind {
  readonly id: SourceId
  /** The addresses that the certificate names for it. */
  readonly addresses: (subject: Subject) => readonly string[]
  /** Under which name the document from an address is stored. */
  readonly keyOf: (subject: Subject, address: string) => Promise<string>
  readonly retrieve: (subject: Subject, address: string, inquiry: Inquiry) => Promise<Retrieved>
  readonly check: (bytes: Bytes, subject: Subject, context: CheckContext) => Promise<Statement>
}

/** A source of signed documents: stored as they came, verified at every use, fetched from where the certificate says. */
export function createDocumentSource(kind: DocumentKind, parts: DocumentSourceParts): Source {
  const contextOf = ({ freshness }: Inquiry): CheckContext => ({
    now: parts.clock.now(),
    freshness,
    crypto: parts.crypto,
  })

  async function recallFrom(
    address: string,
    subject: Subject,
    inquiry: Inquiry,
  ): Promise<Evidence | undefined> {
    const at = parts.clock.now()
    const key = await kind.keyOf(subject, address)
    const document = await parts.documents(inquiry.isPrivate).load(key)
    if (document === undefined) return undefined
    const statement = await kind.check(document.bytes, subject, contextOf(inquiry))
    return evidenceOf(statement, {
      source: kind.id,
      obtained: 'stored',
      at: document.fetchedAt,
      tookMs: parts.clock.now() - at,
      url: document.url,
      document: key,
    })
  }

  async function askAt(address: string, subject: Subject, inquiry: Inquiry): Promise<Evidence> {
    const at = parts.clock.now()
    const retrieved = await kind.retrieve(subject, address, inquiry)
    const origin = { source: kind.id, obtained: 'network', at, url: address } as const
    if (retrieved.kind === 'failed') {
      const { kind: _, ...failure } = retrieved
      return { ...origin, status: { kind: 'unknown', ...failure }, tookMs: parts.clock.now() - at }
    }
    const statement = await kind.check(retrieved.bytes, subject, contextOf(inquiry))
    const document = await kind.keyOf(subject, address)
    await keep(statement, { key: document, bytes: retrieved.bytes, url: address, fetchedAt: at }, inquiry)
    return evidenceOf(statement, { ...origin, document, tookMs: parts.clock.now() - at })
  }

  // Only what was believed once is kept: nobody can fill the store, or push out what is in it, with rubbish.
  async function keep(
    { status, thisUpdate, until }: Statement,
    document: { key: string; bytes: Bytes; url: string; fetchedAt: number },
    { isPrivate }: Inquiry,
  ): Promise<void> {
    if (status.kind === 'unknown' || thisUpdate === undefined || until === undefined) return
    await parts.documents(isPrivate).save({ ...document, thisUpdate, until })
  }

  return {
    id: kind.id,
    async recall(subject, inquiry) {
      const recalled = await Promise.all(
        kind.addresses(subject).map((address) => recallFrom(address, subject, inquiry)),
      )
      return best(recalled.filter((evidence) => evidence !== undefined))
    },
    async ask(subject, inquiry) {
      const answers: Evidence[] = []
      const addresses = kind.addresses(subject)
      await hedged(
        addresses.map((address) => () => askAt(address, subject, inquiry)),
        {
          clock: parts.clock,
          cancellation: inquiry.cancellation,
          delayMs: NEXT_ADDRESS_MS,
          isFinal: ({ status }) => status.kind !== 'unknown',
          onAnswer: (answer) => answers.push(answer),
        },
      )
      return best(answers) ?? nothingSaid(kind.id, addresses, parts.clock.now())
    },
  }
}

/** Revoked outweighs good, good outweighs not knowing, and the last word on not knowing is as good as the first. */
function best(evidence: readonly Evidence[]): Evidence | undefined {
  const first = (kind: Evidence['status']['kind']) => evidence.find(({ status }) => status.kind === kind)
  return first('revoked') ?? first('good') ?? first('unknown')
}

function nothingSaid(source: SourceId, addresses: readonly string[], at: number): Evidence {
  const cause = addresses.length === 0 ? 'no-pointer' : 'responder-timeout'
  return { source, status: { kind: 'unknown', cause }, obtained: 'observed', at, tookMs: 0 }
}
