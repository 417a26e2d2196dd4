import type { SignatureEntry } from '../../pki/remote-settings/changeset.ts'
import { type Collection, collectionText } from '../../pki/remote-settings/collection.ts'
import { verifyContentSignature } from '../../pki/remote-settings/content-signature.ts'
import type { SigningContext } from '../../pki/remote-settings/signing-chain.ts'
import { RemoteError, remoteErrorOf } from './cause.ts'

export interface VerifyParts {
  readonly context: SigningContext
  /** PEM of the chain at that address; rejects with a RemoteError. */
  readonly chainAt: (x5u: string) => Promise<string>
}

/** Rejects with a RemoteError unless one of the signatures is valid. */
export async function verifyCollection(
  collection: Collection,
  signatures: readonly SignatureEntry[],
  parts: VerifyParts,
): Promise<void> {
  const text = collectionText(collection)
  let first: RemoteError | undefined
  for (const entry of signatures) {
    const error = await errorOf(text, entry, parts)
    if (error === undefined) return
    first ??= error
  }
  throw first ?? new RemoteError('bad-signature', 'no signature of a known kind')
}

async function errorOf(
  text: string,
  { x5u, signature }: SignatureEntry,
  { context, chainAt }: VerifyParts,
): Promise<RemoteError | undefined> {
  try {
    const chain = await chainAt(x5u)
    const outcome = await verifyContentSignature({ text, signature, chain }, context)
    if (outcome.kind === 'verified') return undefined
    const { cause, detail = '' } = outcome
    if (cause === 'bad-signature') return new RemoteError('bad-signature', x5u)
    return new RemoteError('untrusted-chain', `${cause} ${detail}`.trim())
  } catch (error) {
    return remoteErrorOf(error)
  }
}
