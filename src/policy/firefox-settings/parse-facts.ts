import { fieldsOf } from '../../pki/remote-settings/changeset.ts'
import {
  type Drilled,
  type Facts,
  MAX_WITNESSES,
  READING_IDS,
  type Reading,
  type Readings,
  type Sight,
  SIGHT_IDS,
} from './facts.ts'
import { SETTING_IDS } from './setting.ts'

/** Facts from whatever was stored: what is not as it should be is left out. */
export function parseFacts(stored: unknown): Facts {
  const { sights, readings, drill } = fieldsOf(stored)
  const drilled = parseDrill(drill)
  return {
    sights: pick(SIGHT_IDS, sights, parseSight),
    readings: pick(READING_IDS, readings, parseReadings),
    ...(drilled !== undefined && { drill: drilled }),
  }
}

function parseSight(stored: unknown): Sight | undefined {
  const { since, at, count, witnesses } = fieldsOf(stored)
  if (!isNumber(since) || !isNumber(at) || !isNumber(count) || !Array.isArray(witnesses)) return undefined
  const names = witnesses.filter((name) => typeof name === 'string').slice(0, MAX_WITNESSES)
  return { since, at, count, witnesses: names }
}

function parseReadings(stored: unknown): Readings | undefined {
  const settings = SETTING_IDS.filter((id) => id !== 'hard-fail')
  return pick(settings, stored, parseReading)
}

function parseReading(stored: unknown): Reading | undefined {
  const { state, isExplicit, since, at } = fieldsOf(stored)
  if (state !== 'on' && state !== 'off') return undefined
  if (typeof isExplicit !== 'boolean' || !isNumber(since) || !isNumber(at)) return undefined
  return { state, isExplicit, since, at }
}

const OUTCOMES: readonly Drilled['outcome'][] = ['refused', 'loaded-although-asked', 'not-asked']

function parseDrill(stored: unknown): Drilled | undefined {
  const { outcome, isBuiltInRoot, mayBeHidden, since, at } = fieldsOf(stored)
  const known = OUTCOMES.find((one) => one === outcome)
  if (known === undefined || typeof isBuiltInRoot !== 'boolean' || !isNumber(since) || !isNumber(at)) {
    return undefined
  }
  return { kind: 'drill', outcome: known, isBuiltInRoot, mayBeHidden: mayBeHidden !== false, since, at }
}

function pick<K extends string, V>(
  names: readonly K[],
  stored: unknown,
  parse: (value: unknown) => V | undefined,
): { readonly [N in K]?: V } {
  const found: { [N in K]?: V } = {}
  const values = fieldsOf(stored)
  for (const name of names) {
    const value = parse(values[name])
    if (value !== undefined) found[name] = value
  }
  return found
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}
