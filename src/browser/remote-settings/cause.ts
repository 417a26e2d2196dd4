import { PkiError, type PkiErrorCode } from '../../pki/pki-error.ts'

/** Why an update of the offline data did not come about. */
export type RemoteCause =
  /** No signature over the records verifies. */
  | 'bad-signature'
  /** The deltas do not follow one another from the full filter on: revocations would be missing. */
  | 'broken-chain-of-deltas'
  /** Given up because the data is wanted no more. */
  | 'cancelled'
  | 'http-error'
  /** Our own fault. */
  | 'internal-fault'
  | 'malformed'
  | 'no-full-filter'
  /** Something else than JSON, as HTML from a captive portal. */
  | 'not-json'
  | 'offline'
  /** Older than what was accepted before. */
  | 'replayed'
  | 'several-full-filters'
  | 'storage-failed'
  | 'timed-out'
  | 'too-large'
  /** Only for newer versions of Firefox, or of this add-on. */
  | 'unknown-version'
  | 'unreachable'
  /** The certificates of the signature are not those that are expected. */
  | 'untrusted-chain'
  /** An address on another host than agreed. */
  | 'url-refused'
  | 'wrong-hash'
  | 'wrong-size'

/** The only error that leaves a step of an update; `update` makes a value of it. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError'

  constructor(
    readonly code: RemoteCause,
    message: string,
  ) {
    super(message)
  }
}

/** What was thrown, whatever it was, as one of ours. */
export function remoteErrorOf(error: unknown): RemoteError {
  if (error instanceof RemoteError) return error
  if (error instanceof PkiError) return new RemoteError(CAUSE_OF_PKI_ERROR[error.code], error.message)
  return new RemoteError('internal-fault', String(error))
}

/** In filters, the only thing that can be unsupported is the version of their encoding. */
const CAUSE_OF_PKI_ERROR: Readonly<Record<PkiErrorCode, RemoteCause>> = {
  malformed: 'malformed',
  'too-large': 'too-large',
  unsupported: 'unknown-version',
}
