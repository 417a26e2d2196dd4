import { fileURLToPath } from 'node:url'
import { toBase64 } from '../../../src/browser/storage/base64.ts'
import { withPage } from '../course.ts'
import { canReadMemory, residentBytes } from '../process-memory.ts'
import { measure } from './peak-page.ts'
import type { CrlSample } from './sample.ts'

const COURSE = { module: fileURLToPath(new URL('peak-page.ts', import.meta.url)), measure }

/**
 * Bytes by which the page's process grew at most, from before the download of the CRL to the end of its indexing: the
 * CRL, whatever the download left behind, the index, and all in between. Each time in a new Firefox, or else memory that
 * was freed before would be used again and not be counted. None where the system is not Linux, which alone tells.
 */
export async function peaksInFirefox(sample: CrlSample, rounds: number): Promise<readonly number[]> {
  if (!canReadMemory) return []
  const peaks: number[] = []
  while (peaks.length < rounds) peaks.push(await peakInFirefox(sample))
  return peaks
}

function peakInFirefox({ crl, ca, count }: CrlSample): Promise<number> {
  return withPage(COURSE, { '/crl': crl }, async ({ measure, processId }) => {
    const before = await residentBytes(processId, 'VmRSS')
    const listed = await measure({ url: '/crl', issuer: toBase64(ca.issuer.der) })
    if (listed !== count) throw new Error('the CRL was not indexed')
    return (await residentBytes(processId, 'VmHWM')) - before
  })
}
