import { PkiError } from './pki-error.ts'
import type { DocumentCause, Statement } from './statement.ts'

/** A statement that says nothing, and why; `facts` is what can be shown of it nevertheless. */
export function unknown(
  cause: DocumentCause,
  detail?: string,
  facts: Omit<Statement, 'status'> = {},
): Statement {
  return { status: { kind: 'unknown', cause, ...(detail !== undefined && { detail }) }, ...facts }
}

/** The end of the road for everything thrown: PkiErrors keep their code, and nothing else can be judged. */
export function unknownBecause(error: unknown): Statement {
  if (error instanceof PkiError) return unknown(error.code, error.message)
  return unknown('unsupported', error instanceof Error ? error.message : String(error))
}
