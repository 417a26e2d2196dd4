import { openClubcard } from '../../pki/crlite/clubcard.ts'
import { indexOneCrl } from '../../pki/onecrl/onecrl-index.ts'
import type { CrliteData } from '../sources/crlite-source.ts'
import type { OneCrlData } from '../sources/onecrl-source.ts'
import type { Filter, OfflineData } from './offline-data.ts'

/** The offline data as the sources want it. */
export interface OpenedData {
  readonly crlite: () => Promise<CrliteData | 'off' | undefined>
  readonly onecrl: () => Promise<OneCrlData | 'off' | undefined>
}

interface OpenedDataParts {
  readonly current: () => Promise<OfflineData>
  readonly isOn: () => Promise<boolean>
}

/** Opened once, and again when something else has taken effect. */
export function createOpenedData({ current, isOn }: OpenedDataParts): OpenedData {
  const openFilters = once((filters: readonly Filter[]) => filters.map(({ bytes }) => openClubcard(bytes)))
  const openOneCrl = once(indexOneCrl)
  return {
    async crlite() {
      if (!(await isOn())) return 'off'
      const { crlite } = await current()
      if (crlite === undefined) return undefined
      const { filters, checkedAt } = crlite
      const effectiveTimestamp = Math.max(...filters.map((filter) => filter.effectiveTimestamp))
      return { filters: openFilters(filters), effectiveTimestamp, checkedAt }
    },
    async onecrl() {
      if (!(await isOn())) return 'off'
      const { onecrl } = await current()
      if (onecrl === undefined) return undefined
      const { records, timestamp, checkedAt } = onecrl
      return { index: openOneCrl(records), timestamp, checkedAt }
    },
  }
}

/** The same value for the same argument, as long as no other one comes. */
function once<A, T>(open: (argument: A) => T): (argument: A) => T {
  let last: { readonly argument: A; readonly value: T } | undefined
  return (argument) => {
    if (last === undefined || last.argument !== argument) last = { argument, value: open(argument) }
    return last.value
  }
}
