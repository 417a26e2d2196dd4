import { PkiError } from '../../src/pki/pki-error.ts'

/** What the code under test makes of a case. */
export interface Verdict {
  /** The most telling of the words of the format that hold. */
  readonly got: string
  /** Other words that hold as well: a response that is `good` is `parse-ok`, too. */
  readonly also?: readonly string[]
  readonly cause?: string
}

/** Whether the verdict is one of those that the case allows. */
export function agrees(
  { got, also = [] }: Verdict,
  { expected, accept }: { readonly expected: string; readonly accept: readonly string[] },
): boolean {
  // Nothing to agree with: those who judged the case before did not agree either.
  if (expected === 'disputed') return true
  return [expected, ...accept].some((word) => word === got || also.includes(word))
}

/** A document that is not used, whichever way a corpus words that; rethrows what must never be thrown. */
export function refusal(error: unknown): Verdict {
  if (!(error instanceof PkiError)) throw error
  return { got: 'parse-error', also: refusals, cause: `${error.code}: ${error.message}` }
}

/** What a document may be that one reader refuses at once and another later. */
export const refusals = ['invalid', 'invalid-entry', 'policy-reject', 'parse-error-lenient-ok', 'no-match']
