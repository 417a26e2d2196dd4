import { isInForce, type Exception } from '../../policy/exception.ts'
import type { PrivateMemory } from '../private-windows.ts'
import { isVerdictKind } from '../../policy/report-shape.ts'
import type { ExceptionDuration } from '../../policy/settings.ts'
import { hasFields, isFlag, isNumber, isOneOf, isOptional, isText, type Shape } from '../../policy/shape.ts'
import type { StorageSlice } from './session-table.ts'

export interface ExceptionStore {
  /** Those in force. Never rejects: what cannot be read is not excepted. */
  readonly list: () => Promise<readonly Exception[]>
  readonly add: (exception: Exception) => Promise<void>
  readonly remove: (id: string) => Promise<void>
}

interface Ending {
  /** Ends those that had ended by a moment, whatever the clock says now. */
  readonly endBefore: (moment: number) => Promise<void>
}

const KEY = 'exceptions'

/**
 * What lasts "until the certificate changes" goes to disk (`local`); all else, and all from private windows, ends
 * with the session (`session` is memory that a suspension of the event page does not touch).
 */
export function createExceptionStore(
  areas: { local: StorageSlice; session: StorageSlice },
  now: () => number,
): ExceptionStore & PrivateMemory & Ending {
  const areaOf = ({ duration, isPrivate }: Exception): StorageSlice =>
    duration === 'certificate' && !isPrivate ? areas.local : areas.session

  const edit = async (area: StorageSlice, change: (list: readonly Exception[]) => Exception[]) => {
    const list = (await read(area)).filter((exception) => isInForce(exception, now()))
    await area.set({ [KEY]: change(list) })
  }

  return {
    async list() {
      const all = await Promise.all([read(areas.session), read(areas.local)])
      return all.flat().filter((exception) => isInForce(exception, now()))
    },
    add: (exception) => edit(areaOf(exception), (list) => [...list, exception]),
    async remove(id) {
      for (const area of [areas.session, areas.local]) {
        await edit(area, (list) => list.filter((exception) => exception.id !== id))
      }
    },
    endBefore: (moment) =>
      edit(areas.session, (list) => list.filter(({ until = Infinity }) => until > moment)),
    forgetPrivate: () => edit(areas.session, (list) => list.filter(({ isPrivate }) => !isPrivate)),
  }
}

async function read(area: StorageSlice): Promise<readonly Exception[]> {
  try {
    const stored = (await area.get(KEY))[KEY]
    return Array.isArray(stored) ? stored.filter(isException) : []
  } catch {
    return []
  }
}

/** One that lasts an hour and has no end would last for ever. */
const isException: Shape<Exception> = (value): value is Exception =>
  hasExceptionFields(value) && (value.duration !== 'hour' || value.until !== undefined)

const hasExceptionFields = hasFields<Exception>({
  id: isText,
  host: isText,
  fingerprint: isText,
  verdict: isVerdictKind,
  duration: isOneOf<ExceptionDuration>({ hour: true, session: true, certificate: true }),
  createdAt: isNumber,
  until: isOptional(isNumber),
  isPrivate: isFlag,
})
