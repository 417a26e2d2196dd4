import { PkiError } from '../pki-error.ts'
import { type EncodedBytes, uintAt, type Width } from './encoding.ts'

/** Goes through the bytes of a clubcard; throws PkiError where they end too early. */
export class Cursor {
  readonly encoded: EncodedBytes
  #at: number

  constructor(encoded: EncodedBytes, start: number) {
    this.encoded = encoded
    this.#at = start
  }

  /** The count of a list whose elements have at least so many bytes: never more than there is room for. */
  readCount(width: Width, least: number): number {
    const count = uintAt(this.encoded, this.pass(width), width)
    if (count * least > this.#left) throw new PkiError('malformed', 'clubcard shorter than its counts')
    return count
  }

  /** Where the bytes begin that are passed over. */
  pass(length: number): number {
    if (length > this.#left) throw new PkiError('malformed', 'truncated clubcard')
    const start = this.#at
    this.#at += length
    return start
  }

  finish(): void {
    if (this.#left > 0) throw new PkiError('malformed', 'unexpected data after the last field')
  }

  get #left(): number {
    return this.encoded.view.byteLength - this.#at
  }
}
