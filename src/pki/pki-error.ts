/**
 * - `malformed`: not DER, or not the structure that it should be;
 * - `unsupported`: well-formed, but a version, critical extension or algorithm that nobody here may judge;
 * - `too-large`: beyond a bound of `limits.ts`.
 */
export type PkiErrorCode = 'malformed' | 'unsupported' | 'too-large'

/** The only error that `src/pki` throws, for any input whatsoever. */
export class PkiError extends Error {
  override readonly name = 'PkiError'

  constructor(
    readonly code: PkiErrorCode,
    message: string,
  ) {
    super(message)
  }
}
