import { fileURLToPath } from 'node:url'
import type { FilterVersion } from '../../lab/crlite/encode-filter.ts'
import { randomBitFilters, randomHashes } from '../../lab/crlite/production-size.ts'
import { withPage } from '../course.ts'
import { residentBytes } from '../process-memory.ts'
import { measure } from './memory-page.ts'

/** Bytes. */
export interface Memory {
  readonly files: number
  /** By how much the page's process grows when all of them are opened, the bytes being there already. */
  readonly besides: number
}

const COURSE = { module: fileURLToPath(new URL('memory-page.ts', import.meta.url)), measure }
/** What opening takes is little beside what a browser does meanwhile: it is done often, and kept each time. */
const TIMES = 20

export function memoryInFirefox(version: FilterVersion, deltas: number): Promise<Memory> {
  const made = randomBitFilters(version, { deltas, issuerKeyHashes: randomHashes() })
  const files = [made.full, ...made.deltas]
  const documents = Object.fromEntries(files.map((bytes, n) => [`/${n}`, bytes]))
  return withPage(COURSE, documents, async ({ measure, processId, minimizeMemory }) => {
    await measure({ step: 'fetch', urls: Object.keys(documents) })
    await minimizeMemory()
    const before = await residentBytes(processId, 'VmRSS')
    const opened = await measure({ step: 'open', times: TIMES })
    if (opened !== TIMES * files.length) throw new Error('the filters were not opened')
    await minimizeMemory()
    const after = await residentBytes(processId, 'VmRSS')
    return { files: files.reduce((sum, { length }) => sum + length, 0), besides: (after - before) / TIMES }
  })
}
