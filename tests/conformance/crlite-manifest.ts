import { resolve } from 'node:path'
import { type Fields, inside, isFields, ManifestError, text, texts } from './fields.ts'
import type { Case } from './manifest.ts'

export const crliteFormat = 'crlite-manifest/1'

/**
 * One row of a manifest of this format. `files` are the filters, to be asked together, or the one list of records;
 * what stands in the row itself (DER, serials, SCTs) is `extra`.
 */
export function parseCrliteCase(value: unknown, folder: string, where: string): Case {
  if (!isFields(value)) throw new ManifestError(`${where} is not an object`)
  const id = text(value['id'], `${where}: id`)
  const field = (name: string) => `${where} (${id}): ${name}`
  return {
    id,
    kind: text(value['kind'], field('kind')),
    expected: text(value['expected'], field('expected')),
    accept: texts(value['accept'], field('accept')),
    files: [...filtersOf(value, folder, field), ...recordsOf(value, folder, field)],
    chain: [],
    trust: [],
    extra: value,
  }
}

type FieldName = (name: string) => string

function filtersOf({ filters }: Fields, folder: string, field: FieldName): readonly string[] {
  return texts(filters, field('filters')).map((path) => inside(folder, path, field('filters')))
}

/** A list that several folders have in common lies beside them. */
function recordsOf({ records }: Fields, folder: string, field: FieldName): readonly string[] {
  return texts(records, field('records')).map((path) => {
    inside(resolve(folder, '..'), resolve(folder, path), field('records'))
    return path
  })
}
