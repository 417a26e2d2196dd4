import type { CheckContext, Statement } from '../../pki/statement.ts'
import type { WebCrypto } from '../../pki/web-crypto.ts'
import type { Clock } from '../../policy/clock.ts'
import { type Evidence, isFinal } from '../../policy/evidence.ts'
import { hedged } from '../../policy/hedge.ts'
import { safely } from '../../policy/safely.ts'
import type { Inquiry, NetworkSource, Subject } from '../../policy/source.ts'
import type { DocumentStore, StoredDocument } from '../documents/document-store.ts'
import type { DocumentKind } from './document-kind.ts'
import { best, evidenceOf, nothingSaid } from './evidence-of.ts'
import { keepDocument } from './keep-document.ts'
import { createObtain, loadDocument } from './obtain-document.ts'

/** How long one address may be alone before the certificate's next one is tried beside it, ms. */
const NEXT_ADDRESS_MS = 1_500

/** CAs name one or two; a certificate that names hundreds must not make us ask hundreds. */
const MOST_ADDRESSES = 8

export interface DocumentSourceParts {
  readonly clock: Clock
  readonly crypto: WebCrypto
  readonly documents: (isPrivate: boolean) => DocumentStore
}

/** A source of signed documents: kept as long as they count, checked at every use, fetched from where the certificate says. */
export function createDocumentSource<T>(
  kind: DocumentKind<T>,
  { clock, crypto, documents }: DocumentSourceParts,
): NetworkSource {
  const contextOf = ({ freshness }: Inquiry): CheckContext => ({ now: clock.now(), freshness, crypto })
  const addressesOf = (subject: Subject): readonly string[] =>
    [...new Set(kind.addresses(subject))].slice(0, MOST_ADDRESSES)
  const obtain = createObtain(kind, { clock, documents, contextOf })

  async function recallFrom(
    address: string,
    subject: Subject,
    inquiry: Inquiry,
  ): Promise<Evidence | undefined> {
    const startedAt = clock.now()
    const store = documents(inquiry.isPrivate)
    const key = await kind.keyOf(subject, address)
    const found = await loadDocument(kind, store, key)
    if (found === undefined) return undefined
    const { document, stored } = found
    const context = contextOf(inquiry)
    const statement = await kind.check(document, subject, { inquiry, context, mayAsk: false })
    if (isCorrupt(statement)) {
      await store.drop(key)
      return undefined
    }
    // Its end is by a clock that has been set back since: nobody knows how late it is.
    const isFromLater = stored.fetchedAt > context.now + inquiry.freshness.skew
    if (isFromLater && statement.status.kind !== 'revoked') return undefined
    await noteUse(store, stored, context.now)
    return evidenceOf(statement, {
      source: kind.id,
      obtained: 'stored',
      at: stored.fetchedAt,
      tookMs: clock.now() - startedAt,
      url: stored.url,
      document: key,
    })
  }

  async function askAt(address: string, subject: Subject, inquiry: Inquiry): Promise<Evidence> {
    const startedAt = clock.now()
    const errand = { address, key: await kind.keyOf(subject, address), subject, inquiry }
    const obtained = await obtain(errand)
    const origin = { source: kind.id, url: address, tookMs: clock.now() - startedAt }
    if (obtained.kind === 'refused') {
      const { kind: _, ...failure } = obtained
      return { ...origin, obtained: 'network', at: startedAt, status: { kind: 'unknown', ...failure } }
    }
    const context = contextOf(inquiry)
    const statement = await kind.check(obtained.document, subject, { inquiry, context, mayAsk: true })
    const isNewest = await keepDocument(kind, obtained, statement.thisUpdate, errand, {
      store: documents(inquiry.isPrivate),
      now: context.now,
      lifetime: kind.lifetime(obtained.document, statement, context),
    })
    const known = isNewest ? undefined : await recallFrom(address, subject, inquiry)
    const { fetchedAt: at } = obtained.facts
    const { key: document } = errand
    return known ?? evidenceOf(statement, { ...origin, obtained: obtained.obtained, at, document })
  }

  return {
    id: kind.id,
    async recall(subject, inquiry) {
      const recalled = await Promise.all(
        addressesOf(subject).map((address) =>
          safely(kind.id, clock, () => recallFrom(address, subject, inquiry)),
        ),
      )
      return best(recalled.filter((evidence) => evidence !== undefined))
    },
    async ask(subject, inquiry) {
      const answers: Evidence[] = []
      const addresses = addressesOf(subject)
      await hedged(
        addresses.map((address) => () => safely(kind.id, clock, () => askAt(address, subject, inquiry))),
        {
          clock,
          cancellation: inquiry.cancellation,
          delayMs: NEXT_ADDRESS_MS,
          isFinal: (evidence) => isFinal(evidence, clock.now()),
          onAnswer: (answer) => answers.push(answer),
        },
      )
      return best(answers) ?? nothingSaid(kind.id, addresses, clock.now())
    },
  }
}

/** Not at every use: that would be a write for every page. */
async function noteUse(store: DocumentStore, stored: StoredDocument, now: number): Promise<void> {
  const { bytes: _, subject: __, ...facts } = stored
  if (Math.abs(now - facts.usedAt) > HOUR) await store.note({ ...facts, usedAt: now })
}

const HOUR = 3_600_000

/** It was believed when it was stored; time alone makes it neither malformed nor forged. */
function isCorrupt({ status }: Statement): boolean {
  return status.kind === 'unknown' && (status.cause === 'malformed' || status.cause === 'bad-signature')
}
