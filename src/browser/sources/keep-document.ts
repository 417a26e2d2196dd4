import type { Subject } from '../../policy/source.ts'
import type { DocumentFacts, DocumentStore, StoredSubject } from '../documents/document-store.ts'
import type { DocumentKind, Lifetime } from './document-kind.ts'
import type { Errand, ObtainedDocument } from './obtain-document.ts'

interface KeepOptions {
  readonly store: DocumentStore
  readonly now: number
  readonly lifetime: Lifetime | undefined
}

/**
 * Puts what was obtained into the store. Returns false where something newer is known: what an attacker replays neither
 * takes its place nor may speak in its place. `said`: when what it says was so, where it is not to be kept.
 */
export async function keepDocument<T>(
  kind: Pick<DocumentKind<T>, 'id' | 'stored'>,
  obtained: ObtainedDocument<T>,
  said: number | undefined,
  errand: Errand,
  { store, now, lifetime }: KeepOptions,
): Promise<boolean> {
  const known = await store.find(errand.key)
  const { thisUpdate = said ?? -Infinity } = lifetime ?? {}
  if (known !== undefined && known.thisUpdate > thisUpdate && known.until > now) return false
  if (lifetime === undefined) return true
  const { fetchedAt, validators, restsUntil } = obtained.facts
  const facts: DocumentFacts = {
    key: errand.key,
    source: kind.id,
    url: errand.address,
    fetchedAt,
    usedAt: errand.inquiry.isBackground ? (known?.usedAt ?? now) : now,
    ...lifetime,
    ...(validators !== undefined && { validators }),
    ...(restsUntil !== undefined && { restsUntil }),
  }
  // Others who asked at the same time may have put it there already.
  const isThere = known?.fetchedAt === fetchedAt && known.thisUpdate === thisUpdate
  if (isThere || obtained.obtained === 'stored') {
    await store.note(facts)
    return true
  }
  const bytes = kind.stored(obtained.document)
  return store.save({ ...facts, bytes, subject: storedSubject(errand.subject) })
}

function storedSubject({ certificate, issuer, role, isBuiltInRoot }: Subject): StoredSubject {
  return { certificate: certificate.der, issuer: issuer.der, role, isBuiltInRoot }
}
