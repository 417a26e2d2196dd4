import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/** Filters and records that Mozilla has published, with what Firefox makes of them. Not part of the repository. */
export const crliteData =
  process.env['HARDFAIL_CRLITE_DATA'] ?? resolve(import.meta.dirname, '../../../shared/data/crlite')

export const hasCrliteData = existsSync(crliteData)

if (!hasCrliteData) console.warn(`skipped: no CRLite data at ${crliteData} (HARDFAIL_CRLITE_DATA)`)
