import { fieldsOf } from '../../pki/remote-settings/changeset.ts'
import type { DrillSignal, ReadValue, Signal } from './signal.ts'
import { SETTING_IDS } from './setting.ts'

const OUTCOMES: readonly DrillSignal['outcome'][] = ['refused', 'loaded-although-asked', 'not-asked']

/** What a page of ours may tell: what was read from a text, and what the drill found; undefined for anything else. */
export function parseSignal(given: unknown): Signal | undefined {
  const { kind, at } = fieldsOf(given)
  if (typeof at !== 'number' || !Number.isFinite(at)) return undefined
  if (kind === 'drill') return parseDrill(given, at)
  return kind === 'read' ? parseRead(given, at) : undefined
}

function parseDrill(given: unknown, at: number): Signal | undefined {
  const { outcome, isBuiltInRoot, mayBeHidden } = fieldsOf(given)
  const known = OUTCOMES.find((one) => one === outcome)
  if (known === undefined || typeof isBuiltInRoot !== 'boolean') return undefined
  return { kind: 'drill', at, outcome: known, isBuiltInRoot, mayBeHidden: mayBeHidden !== false }
}

function parseRead(given: unknown, at: number): Signal | undefined {
  const { from, values } = fieldsOf(given)
  if ((from !== 'about-support' && from !== 'prefs-file') || !Array.isArray(values)) return undefined
  return { kind: 'read', at, from, values: values.flatMap((value: unknown) => parseValue(value)) }
}

function parseValue(given: unknown): readonly ReadValue[] {
  const { setting, state, isExplicit } = fieldsOf(given)
  const known = SETTING_IDS.find((one) => one === setting)
  if (known === undefined || known === 'hard-fail' || (state !== 'on' && state !== 'off')) return []
  return [{ setting: known, state, isExplicit: isExplicit === true }]
}
