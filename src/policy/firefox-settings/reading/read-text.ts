import { fieldsOf } from '../../../pki/remote-settings/changeset.ts'
import { looksLikeSupportText, readSnapshot, readSupportText } from './about-support.ts'
import type { TextReading } from './found.ts'
import { readPolicies } from './policies.ts'
import { readPrefFile } from './pref-file.ts'

/** Characters; of about:support 2 million have been seen. */
export const MAX_TEXT = 16 * 2 ** 20

/** Firefox writes it at the head of its own. */
const PREFS_JS = '// Mozilla User Preferences'

/** Reads what the user has pasted, dropped or opened, whatever it is. Never throws; time is linear in its length. */
export function readText(text: string, fileName = ''): TextReading {
  if (text.length > MAX_TEXT) return { kind: 'refused', why: 'too-large' }
  const trimmed = text.replace(/^\uFEFF/, '').trim()
  if (trimmed === '') return { kind: 'refused', why: 'empty' }
  if (trimmed.startsWith('{')) return readJson(trimmed)
  if (looksLikeSupportText(trimmed)) return readSupportText(trimmed)
  const { found, calls, badLines } = readPrefFile(trimmed)
  if (calls === 0) return { kind: 'refused', why: 'not-recognised' }
  const kind = fileName === 'prefs.js' || trimmed.startsWith(PREFS_JS) ? 'prefs-js' : 'user-js'
  return { kind: 'read', text: { kind, found, refused: [], badLines } }
}

function readJson(text: string): TextReading {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { kind: 'refused', why: 'not-json' }
  }
  const fields = fieldsOf(json)
  if ('policies' in fields) return readPolicies(json)
  if ('application' in fields || 'modifiedPreferences' in fields) return readSnapshot(json)
  return { kind: 'refused', why: 'other-json' }
}
