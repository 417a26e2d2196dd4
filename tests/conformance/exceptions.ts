import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Fields, isFields, ManifestError } from './fields.ts'

/** A difference that stands, and why. */
export interface Exception {
  /** `source/id`, or the name of a kind and nothing else where no case of the kind is judged. */
  readonly case: string
  readonly expected: string
  readonly ours: string
  /** Cites what it rests on. */
  readonly why: string
}

export function loadExceptions(
  path: string = join(import.meta.dirname, 'exceptions.json'),
): readonly Exception[] {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (!Array.isArray(value)) throw new ManifestError(`${path}: not a list`)
  return value.map((item: unknown, i) => {
    if (!isFields(item)) throw new ManifestError(`${path}: exception ${i + 1} is not an object`)
    const text = (name: keyof Exception) => textOf(item, name, `${path}: exception ${i + 1}`)
    return { case: text('case'), expected: text('expected'), ours: text('ours'), why: text('why') }
  })
}

function textOf(item: Fields, name: string, where: string): string {
  const value = item[name]
  if (typeof value !== 'string' || value === '') throw new ManifestError(`${where}: ${name} is not a text`)
  return value
}
