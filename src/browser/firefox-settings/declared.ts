import type { ReadValue, Signal } from '../../policy/firefox-settings/signal.ts'
import { fieldsOf } from '../../pki/remote-settings/changeset.ts'

/** Names in the add-on's managed storage, by which an administrator says how Firefox is set. */
const DECLARED = {
  ocspEnabled: 'ocsp-enabled',
  ocspRequire: 'ocsp-require',
  ocspStapling: 'stapling',
  ocspMustStaple: 'must-staple',
  httpsOnly: 'https-only',
} as const satisfies Record<string, ReadValue['setting']>

/** What an administrator declares; undefined where that is nothing. `ocspEnabled` may be the number of the preference. */
export function declaredSettings(managed: unknown, at: number): Signal | undefined {
  const fields = fieldsOf(managed)
  const values = Object.entries(DECLARED).flatMap(([name, setting]): ReadValue[] => {
    const isOn = name === 'ocspEnabled' ? isEnabled(fields[name]) : fields[name]
    return typeof isOn === 'boolean' ? [{ setting, state: isOn ? 'on' : 'off', isExplicit: true }] : []
  })
  return values.length === 0 ? undefined : { kind: 'read', at, from: 'declared', values }
}

/** 2 asks for extended validation alone. */
function isEnabled(value: unknown): unknown {
  return typeof value === 'number' ? value !== 0 && value !== 2 : value
}
