import type { Bytes } from '../../pki/bytes.ts'
import type { CheckContext, Statement } from '../../pki/statement.ts'
import type { Cause } from '../../policy/cause.ts'
import type { SourceId } from '../../policy/evidence.ts'
import type { Inquiry, Subject } from '../../policy/source.ts'
import type { Validators } from '../documents/document-store.ts'
import type { Retrieved } from '../retrieval/retrieve.ts'

/** What tells one kind of signed document from another. `T` is a document that was read. */
export interface DocumentKind<T> {
  readonly id: SourceId
  /** The addresses that the certificate names for it. */
  readonly addresses: (subject: Subject) => readonly string[]
  /** Under which name the document from an address is stored. */
  readonly keyOf: (subject: Subject, address: string) => Promise<string>
  readonly retrieve: (
    subject: Subject,
    address: string,
    inquiry: Inquiry,
    validators: Validators | undefined,
  ) => Promise<Retrieved>
  /** Reads what was received, and verifies as much of it as is the same for every certificate. */
  readonly read: (
    bytes: Bytes,
    subject: Subject,
    context: CheckContext,
  ) => Promise<ReadDocument<T> | Rejection>
  /** The form in which it is stored, and back. `open` throws a PkiError for what is none. */
  readonly stored: (document: T) => Bytes
  readonly open: (stored: Bytes) => T
  readonly check: (document: T, subject: Subject, circumstances: Circumstances) => Promise<Said>
  /** Undefined where it is not to be kept: nobody can fill the store, or push out what is in it, with rubbish. */
  readonly lifetime: (document: T, statement: Statement, context: CheckContext) => Lifetime | undefined
}

/** What a document says. */
export interface Said extends Statement {
  /** Keys of what was looked at beside it: see `Evidence`. */
  readonly alongside?: readonly string[]
}

export interface Circumstances {
  readonly inquiry: Inquiry
  readonly context: CheckContext
  /** False where only what is at hand may be used. */
  readonly mayAsk: boolean
}

export interface ReadDocument<T> {
  readonly kind: 'document'
  readonly document: T
}

/** Why something that was received, or was not, is no document. */
export interface Rejection {
  readonly kind: 'refused'
  readonly cause: Cause
  readonly detail?: string
}

/** How long a document is worth keeping, whatever it says about one certificate. */
export interface Lifetime {
  readonly thisUpdate: number
  readonly until: number
}
