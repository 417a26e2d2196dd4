import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { crliteFormat, parseCrliteCase } from './crlite-manifest.ts'
import { type Fields, inside, isFields, ManifestError, optionalText, text, texts } from './fields.ts'

/** One row of a `manifest.json` (corpora-manifest/1). Paths are relative to the folder of the source. */
export interface Case {
  readonly id: string
  readonly kind: string
  readonly files: readonly string[]
  readonly expected: string
  /** Other answers that are as good. */
  readonly accept: readonly string[]
  readonly issuer?: string
  readonly leaf?: string
  readonly chain: readonly string[]
  readonly trust: readonly string[]
  /** When the case is to be judged, in milliseconds since the epoch. */
  readonly time?: number
  readonly extra: Fields
}

export interface Source {
  readonly name: string
  readonly folder: string
  readonly cases: readonly Case[]
  /** What other parsers make of a file: `oracle.json`, by path. */
  readonly oracle: Fields
}

/** The sources in `folder`, or the one that it is. */
export function readSources(folder: string): readonly Source[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new ManifestError(`no folder ${folder}`)
  const folders = isSource(folder) ? [folder] : foldersIn(folder).filter(isSource)
  if (folders.length === 0) throw new ManifestError(`no manifest.json in ${folder} or a folder of it`)
  return folders.map(readSource)
}

const isSource = (folder: string): boolean => existsSync(join(folder, 'manifest.json'))

function foldersIn(folder: string): readonly string[] {
  const entries = readdirSync(folder).toSorted()
  return entries.map((name) => join(folder, name)).filter((path) => statSync(path).isDirectory())
}

function readSource(folder: string): Source {
  const path = join(folder, 'manifest.json')
  const manifest = readJson(path)
  const { cases } = manifest
  if (!Array.isArray(cases)) throw new ManifestError(`${path}: cases is not a list`)
  const parse = manifest['format'] === crliteFormat ? parseCrliteCase : parseCase
  const parsed = cases.map((value: unknown, i) => parse(value, folder, `${path}: case ${i + 1}`))
  const oracle = join(folder, 'oracle.json')
  return {
    name: optionalText(manifest['source'], `${path}: source`) ?? basename(resolve(folder)),
    folder,
    cases: parsed,
    oracle: existsSync(oracle) ? readJson(oracle) : {},
  }
}

function readJson(path: string): Fields {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (isFields(value)) return value
  } catch (error) {
    throw new ManifestError(`${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
  throw new ManifestError(`${path}: not an object`)
}

function parseCase(value: unknown, folder: string, where: string): Case {
  if (!isFields(value)) throw new ManifestError(`${where} is not an object`)
  const id = text(value['id'], `${where}: id`)
  const field = (name: string) => `${where} (${id}): ${name}`
  const path = (name: string) => {
    const given = optionalText(value[name], field(name))
    return given === undefined ? {} : { [name]: inside(folder, given, field(name)) }
  }
  const paths = (name: string) =>
    texts(value[name], field(name)).map((given) => inside(folder, given, field(name)))
  return {
    id,
    kind: text(value['kind'], field('kind')),
    expected: text(value['expected'], field('expected')),
    accept: texts(value['accept'], field('accept')),
    files: paths('files'),
    chain: paths('chain'),
    trust: paths('trust'),
    ...path('issuer'),
    ...path('leaf'),
    ...parseTime(value['time'], field('time')),
    extra: isFields(value['extra']) ? value['extra'] : {},
  }
}

function parseTime(value: unknown, where: string): { readonly time?: number } {
  const given = optionalText(value, where)
  if (given === undefined) return {}
  const isWithoutZone = /T[\d:.]+$/.test(given)
  const time = Date.parse(isWithoutZone ? `${given}Z` : given)
  if (Number.isNaN(time)) throw new ManifestError(`${where} is not a time`)
  return { time }
}
