import { fieldsOf } from '../../../pki/remote-settings/changeset.ts'
import { isTakenByPolicy } from '../policy-preferences.ts'
import type { PrefValue } from '../preferences.ts'
import type { Found, TextReading } from './found.ts'

const MAX_REFUSED = 50
const HTTPS_ONLY: Readonly<Record<string, Found>> = {
  disallowed: { value: false, isLocked: true },
  enabled: { value: true, isLocked: false },
  force_enabled: { value: true, isLocked: true },
}

/** A policies.json: of its policies those that set one of the preferences in question. */
export function readPolicies(json: unknown): TextReading {
  const { Preferences, HttpsOnlyMode } = fieldsOf(fieldsOf(json)['policies'])
  const found = new Map<string, Found>()
  const refused: string[] = []
  const httpsOnly = typeof HttpsOnlyMode === 'string' ? HTTPS_ONLY[HttpsOnlyMode] : undefined
  if (httpsOnly !== undefined) found.set('dom.security.https_only_mode', httpsOnly)
  for (const [name, given] of Object.entries(fieldsOf(Preferences))) {
    if (!isTakenByPolicy(name)) {
      if (refused.length < MAX_REFUSED) refused.push(name)
      continue
    }
    const preference = readPreference(given)
    if (preference !== undefined) found.set(name, preference)
  }
  return { kind: 'read', text: { kind: 'policies', found, refused, badLines: [] } }
}

/** Either the value alone, which is then locked; or an object that says more. */
function readPreference(given: unknown): Found | undefined {
  if (isPrefValue(given)) return { value: given, isLocked: true }
  const { Value, Status } = fieldsOf(given)
  if (Status === 'clear' || !isPrefValue(Value)) return undefined
  return { value: Value, isLocked: Status === 'locked' }
}

function isPrefValue(value: unknown): value is PrefValue {
  return typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string'
}
