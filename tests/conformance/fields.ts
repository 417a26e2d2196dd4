import { relative, resolve } from 'node:path'

export type Fields = Readonly<Record<string, unknown>>

/** The folder or a manifest in it is not what it should be; the message says which and why. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError'
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function text(value: unknown, where: string): string {
  if (typeof value !== 'string' || value === '') throw new ManifestError(`${where} is not a text`)
  return value
}

export function optionalText(value: unknown, where: string): string | undefined {
  return value === undefined || value === null ? undefined : text(value, where)
}

/** A list of texts; one alone stands for a list of one, nothing for an empty one. */
export function texts(value: unknown, where: string): readonly string[] {
  if (value === undefined || value === null) return []
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.map((item) => text(item, where))
}

/** Manifests come from elsewhere: they name files of their own folder, and no others. */
export function inside(folder: string, path: string, where: string): string {
  if (relative(folder, resolve(folder, path)).startsWith('..')) {
    throw new ManifestError(`${where} lies outside of the folder`)
  }
  return path
}
