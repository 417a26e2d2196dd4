import type { PrefValue } from '../preferences.ts'
import type { Found } from './found.ts'
import { PrefScanner } from './pref-scanner.ts'

/** What each call sets: what is locked counts for more than the user's value, and that for more than a default. */
const RANKS = {
  pref: 0,
  defaultPref: 0,
  sticky_pref: 0,
  user_pref: 1,
  lockPref: 2,
} as const satisfies Record<string, number>

type Call = keyof typeof RANKS

interface Setting extends Found {
  readonly rank: number
}

export interface PrefFile {
  readonly found: ReadonlyMap<string, Found>
  /** How many calls there were, well written or not. */
  readonly calls: number
  readonly badLines: readonly number[]
}

/** What has more is no such file, and not worth anybody's time. */
const MAX_BAD_LINES = 1_000

/**
 * Reads prefs.js, user.js and what administrators write in their manner, as Firefox does: comments, both kinds of quotes,
 * escapes; what is not well written is passed over up to the next semicolon, and of several the last one counts. Total,
 * and linear in the length of the text.
 */
export function readPrefFile(text: string): PrefFile {
  const scanner = new PrefScanner(text)
  const settings = new Map<string, Setting>()
  const bad: number[] = []
  let calls = 0
  for (let token = scanner.next(); token.kind !== 'end'; token = scanner.next()) {
    if (token.kind === ';') continue
    const { at } = scanner
    const name = token.kind === 'word' && isCall(token.text) ? token.text : undefined
    if (name !== undefined) calls += 1
    const call = name && readCall(scanner)
    if (name !== undefined && call !== undefined) {
      const isLocked = call.isLocked || name === 'lockPref'
      put(settings, call.name, { value: call.value, isLocked, rank: RANKS[name] })
    } else {
      bad.push(at)
      if (bad.length >= MAX_BAD_LINES) break
      scanner.recover()
    }
  }
  return { found: settings, calls, badLines: linesAt(text, bad) }
}

/** The numbers of the lines in which these places are, from 1 on; the places in order. */
function linesAt(text: string, places: readonly number[]): readonly number[] {
  let line = 1
  let newline = text.indexOf('\n')
  return places.map((place) => {
    for (; newline >= 0 && newline < place; newline = text.indexOf('\n', newline + 1)) line += 1
    return line
  })
}

function isCall(word: string): word is Call {
  return Object.hasOwn(RANKS, word)
}

function put(settings: Map<string, Setting>, name: string, setting: Setting): void {
  const before = settings.get(name)
  if (before === undefined || setting.rank >= before.rank) settings.set(name, setting)
}

interface ReadCall {
  readonly name: string
  readonly value: PrefValue
  readonly isLocked: boolean
}

/** `("name", value)` with its attributes, and the semicolon; undefined where that is not what stands there. */
function readCall(scanner: PrefScanner): ReadCall | undefined {
  if (scanner.next().kind !== '(') return undefined
  const name = scanner.next()
  if (name.kind !== 'string' || scanner.next().kind !== ',') return undefined
  const value = scanner.next()
  if (value.kind !== 'string' && value.kind !== 'number' && !isBoolean(value)) return undefined
  let isLocked = false
  for (let token = scanner.next(); token.kind !== ')'; token = scanner.next()) {
    // pref("name", value, sticky, locked)
    const attribute = token.kind === ',' ? scanner.next() : undefined
    if (attribute?.kind !== 'word') return undefined
    isLocked ||= attribute.text === 'locked'
  }
  if (scanner.next().kind !== ';') return undefined
  switch (value.kind) {
    case 'string':
      return { name: name.text, value: value.text, isLocked }
    case 'number':
      return { name: name.text, value: value.value, isLocked }
    case 'word':
      return { name: name.text, value: value.text === 'true', isLocked }
  }
}

function isBoolean<T extends { kind: string }>(token: T): token is Extract<T, { kind: 'word' }> {
  return token.kind === 'word' && 'text' in token && (token.text === 'true' || token.text === 'false')
}
