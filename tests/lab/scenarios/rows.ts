import { row01 } from './row-01-good.ts'
import { row02 } from './row-02-revoked.ts'
import { row03 } from './row-03-cut-off.ts'
import type { Row } from './variant.ts'

export const ROWS: readonly Row[] = [row01, row02, row03]
