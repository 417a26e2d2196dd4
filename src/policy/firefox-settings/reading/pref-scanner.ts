export type PrefToken =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: '(' | ')' | ',' | ';' }
  /** Something that has no place in such a file. */
  | { readonly kind: 'bad' }
  | { readonly kind: 'end' }

/** Each matches where it stands, or not at all, and one character after another: neither time nor stack run away. */
const BLANK = /\s+/y
const LINE_COMMENT = /(?:#|\/\/)[^\n\r]*/y
const WORD = /[A-Za-z_][\w-]*/y
const NUMBER = /[+-]?\d+/y
/** One escape, or a backslash that begins none. */
const ESCAPE = /\\(?:(["'\\nr])|x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4}))?/g
const BACKSLASH = 0x5c

/** Cuts a file of preferences into tokens, as Firefox does (modules/libpref/parser). */
export class PrefScanner {
  readonly #text: string
  #at = 0
  #last: PrefToken['kind'] = 'end'

  constructor(text: string) {
    this.#text = text
  }

  /** How far was read. */
  get at(): number {
    return this.#at
  }

  next(): PrefToken {
    const token = this.#read()
    this.#last = token.kind
    return token
  }

  /** Goes on behind the next semicolon, unless the last token was one. */
  recover(): void {
    while (this.#last !== ';' && this.#last !== 'end') this.next()
  }

  #read(): PrefToken {
    if (!this.#skip()) return { kind: 'bad' }
    const character = this.#text[this.#at]
    switch (character) {
      case undefined:
        return { kind: 'end' }
      case '(':
      case ')':
      case ',':
      case ';':
        this.#at += 1
        return { kind: character }
      case '"':
      case "'":
        this.#at += 1
        return this.#string(character)
    }
    const word = this.#match(WORD)
    if (word !== undefined) return { kind: 'word', text: word }
    const number = this.#match(NUMBER)
    if (number !== undefined) return { kind: 'number', value: Number(number) }
    this.#at += 1
    return { kind: 'bad' }
  }

  /** Passes over blanks and comments; false where a comment has no end. */
  #skip(): boolean {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      // Most of what stands in such a file is neither.
      const mayBeBlank = code <= 0x20 || code >= 0x80
      if (mayBeBlank && this.#match(BLANK) !== undefined) continue
      if (code !== 0x23 && code !== 0x2f) return true
      if (this.#match(LINE_COMMENT) !== undefined) continue
      if (!this.#text.startsWith('/*', this.#at)) return true
      const end = this.#text.indexOf('*/', this.#at + 2)
      this.#at = end < 0 ? this.#text.length : end + 2
      if (end < 0) return false
    }
  }

  #string(quote: string): PrefToken {
    const start = this.#at
    const closing = quote.charCodeAt(0)
    let isEscaped = false
    for (; this.#at < this.#text.length; this.#at += 1) {
      const code = this.#text.charCodeAt(this.#at)
      if (code === closing) {
        const raw = this.#text.slice(start, this.#at)
        this.#at += 1
        return isEscaped ? unescape(raw) : { kind: 'string', text: raw }
      }
      if (code === BACKSLASH) {
        isEscaped = true
        this.#at += 1
      }
    }
    return { kind: 'bad' }
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    if (found !== undefined) this.#at += found.length
    return found
  }
}

function unescape(raw: string): PrefToken {
  let isGood = true
  const text = raw.replaceAll(ESCAPE, (_, simple?: string, byte?: string, unit?: string) => {
    if (simple !== undefined) return simple === 'n' ? '\n' : simple === 'r' ? '\r' : simple
    const code = byte ?? unit
    isGood &&= code !== undefined
    return String.fromCharCode(Number.parseInt(code ?? '0', 16))
  })
  return isGood ? { kind: 'string', text } : { kind: 'bad' }
}
