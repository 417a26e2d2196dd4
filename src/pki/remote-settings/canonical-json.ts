import { limits } from '../limits.ts'
import { PkiError } from '../pki-error.ts'

/**
 * The text that Mozilla's signer signs: keys in the order of their UTF-16 units, no blanks, ASCII only. Takes what
 * JSON.parse gives; throws PkiError beyond the limits and for anything else.
 */
export function canonicalJson(value: unknown): string {
  let left: number = limits.canonicalJson
  const spend = (text: string): string => {
    left -= text.length + 1
    if (left < 0) throw new PkiError('too-large', 'JSON')
    return text
  }
  const write = (value: unknown, depth: number): string => {
    if (depth > limits.depth) throw new PkiError('too-large', 'JSON nested too deeply')
    if (Array.isArray(value)) return spend(`[${value.map((item) => write(item, depth + 1)).join(',')}]`)
    if (typeof value === 'object' && value !== null) return spend(`{${members(value, depth + 1).join(',')}}`)
    return spend(scalar(value))
  }
  const members = (object: object, depth: number): readonly string[] =>
    Object.entries(object)
      .filter(([, member]) => member !== undefined)
      .toSorted(byKey)
      .map(([key, member]) => `${quoted(key)}:${write(member, depth)}`)
  return write(value, 0)
}

/** Code units, not a language's alphabet. */
function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  const isPlain = value === null || typeof value === 'boolean' || Number.isFinite(value)
  if (!isPlain) throw new PkiError('malformed', 'not a JSON value')
  return JSON.stringify(value)
}

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/** No `u` flag: a character beyond the BMP is written as its two units. */
const NOT_PLAIN = /[^ !#-[\]-~]/g

function quoted(text: string): string {
  return `"${text.replaceAll(NOT_PLAIN, escaped)}"`
}

function escaped(unit: string): string {
  return SHORT[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
