import { row01 } from './row-01-good.ts'
import { row02 } from './row-02-revoked.ts'
import { row03 } from './row-03-cut-off.ts'
import { row04 } from './row-04-stored.ts'
import { row05 } from './row-05-crl-only.ts'
import { row06 } from './row-06-either.ts'
import { row07 } from './row-07-delivery.ts'
import { row08 } from './row-08-refusals.ts'
import { row09 } from './row-09-answers.ts'
import { row10 } from './row-10-forms.ts'
import { row11 } from './row-11-two-responders.ts'
import { row12 } from './row-12-intermediate.ts'
import { row13 } from './row-13-stapled.ts'
import { row14 } from './row-14-short-lived.ts'
import { row15 } from './row-15-no-pointer.ts'
import { row16 } from './row-16-static-rsa.ts'
import { row17 } from './row-17-overridden.ts'
import { row19 } from './row-19-crlite.ts'
import { row20 } from './row-20-onecrl.ts'
import { REAL_SERVERS } from './real-servers.ts'
import type { Row } from './variant.ts'

/** Every row of sites that the laboratory serves itself, in the order of the list. A new one is a file like its neighbours, named here. */
export const ROWS: readonly Row[] = [
  row01,
  row02,
  row03,
  row04,
  row05,
  row06,
  row07,
  row08,
  row09,
  row10,
  row11,
  row12,
  row13,
  row14,
  row15,
  row16,
  row17,
  row19,
  row20,
]

const row13WithRealServers: Row = { ...row13, variants: [...row13.variants, ...REAL_SERVERS] }

/** The same, and sites behind servers that others wrote. */
export const EVERY_ROW: readonly Row[] = ROWS.map((row) => (row === row13 ? row13WithRealServers : row))
