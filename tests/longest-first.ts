import { basename } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** End-to-end tests that take longest, the longest first. */
const LONGEST = [
  'seen-before',
  'ways',
  'scenarios',
  'outage',
  'suspension',
  'offline-interrupted',
  'continue-anyway',
  'surfaces',
  'kills',
  'private-windows',
  'offline-data',
  'offline-progress',
  'parts',
  'parts-and-forms',
  'arrivals',
] as const

/** What takes longest starts first, so that the last do not wait for one that has only just begun. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- no array's
    const inOrder = await super.sort(files)
    return inOrder.toSorted((a, b) => place(a) - place(b))
  }
}

function place({ moduleId }: TestSpecification): number {
  const name = basename(moduleId, '.test.ts')
  const index = LONGEST.findIndex((one) => one === name)
  return index === -1 ? LONGEST.length : index
}
