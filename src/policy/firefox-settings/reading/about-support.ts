import { fieldsOf } from '../../../pki/remote-settings/changeset.ts'
import type { PrefValue } from '../preferences.ts'
import type { Found, ReadText, TextReading } from './found.ts'

/** "Copy raw data to clipboard": a snapshot as JSON. */
export function readSnapshot(snapshot: unknown): TextReading {
  const { application, modifiedPreferences, lockedPreferences } = fieldsOf(snapshot)
  if (!isObject(modifiedPreferences) || !isObject(lockedPreferences)) {
    return { kind: 'refused', why: 'no-preferences' }
  }
  const found = new Map<string, Found>()
  collect(found, modifiedPreferences, false)
  collect(found, lockedPreferences, true)
  const { name, version, buildID } = fieldsOf(application)
  return about(found, { name: textOf(name), version: textOf(version), buildId: textOf(buildID) })
}

function collect(found: Map<string, Found>, preferences: object, isLocked: boolean): void {
  for (const [name, value] of Object.entries(fieldsOf(preferences))) {
    if (isPrefValue(value)) found.set(name, { value, isLocked })
  }
}

/** A name of a preference as they stand in the first column, and its value. */
const LINE = /^([a-z][\w-]*(?:\.[\w-]+)+): (.*)$/i
const USER_AGENT = /Mozilla\/5\.0 \([^)]{1,200}\) Gecko\/\S{1,40} Firefox\/([\d.]{1,20})/
const BUILD_ID = /: (\d{14})$/
/** Neither a name nor a value that matters is as long. */
const MAX_LINE = 2_000
/** Every profile that was ever started has it, among the preferences. */
const ALWAYS = 'extensions.lastAppVersion'

export function looksLikeSupportText(text: string): boolean {
  return USER_AGENT.test(text)
}

/** "Copy text to clipboard": one "name: value" a line, under headings in the language of the browser. */
export function readSupportText(text: string): TextReading {
  const found = new Map<string, Found>()
  let buildId = ''
  for (const line of text.split(/\r?\n/)) {
    if (line.length > MAX_LINE) continue
    buildId ||= BUILD_ID.exec(line)?.[1] ?? ''
    const [, name, value] = LINE.exec(line) ?? []
    // What is locked stands below what is modified: a value that comes again is the one that is locked.
    if (name !== undefined && value !== undefined) {
      found.set(name, { value: valueOf(value), isLocked: found.has(name) })
    }
  }
  if (!found.has(ALWAYS)) return { kind: 'refused', why: 'no-preferences' }
  return about(found, { name: 'Firefox', version: USER_AGENT.exec(text)?.[1] ?? '', buildId })
}

function about(found: ReadonlyMap<string, Found>, firefox: NonNullable<ReadText['firefox']>): TextReading {
  return { kind: 'read', text: { kind: 'about-support', found, firefox, refused: [], badLines: [] } }
}

function valueOf(text: string): PrefValue {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d{1,10}$/.test(text) ? Number(text) : text
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isPrefValue(value: unknown): value is PrefValue {
  return typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string'
}
