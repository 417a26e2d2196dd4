import { type Exception, isDuration, isInForce, renewException } from '../../policy/exception.ts'
import { isVerdictKind } from '../../policy/report-shape.ts'
import type { ExceptionDuration } from '../../policy/settings.ts'
import { hasFields, isFlag, isNumber, isOptional, isText, type Shape } from '../../policy/shape.ts'
import { createInTurn } from '../in-turn.ts'
import type { PrivateMemory } from '../private-windows.ts'
import type { StorageSlice } from './session-table.ts'
import { createStoredList, type StoredList } from './stored-list.ts'

export interface ExceptionStore {
  /** Those in force. Never rejects: what cannot be read is not excepted. */
  readonly list: () => Promise<readonly Exception[]>
  readonly add: (exception: Exception) => Promise<void>
  /** Grants it anew, for another time from now on. Nothing happens where it is not in force. */
  readonly setDuration: (id: string, duration: ExceptionDuration) => Promise<void>
  readonly remove: (id: string) => Promise<void>
  readonly clear: () => Promise<void>
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
  const session = createStoredList(areas.session, KEY, isException)
  const local = createStoredList(areas.local, KEY, isException)
  const lists = [session, local]
  const inTurn = createInTurn()

  const listFor = ({ duration, isPrivate }: Exception): StoredList<Exception> =>
    duration === 'certificate' && !isPrivate ? local : session

  const inForce = (list: readonly Exception[]): readonly Exception[] =>
    list.filter((exception) => isInForce(exception, now()))

  const list = async (): Promise<readonly Exception[]> =>
    (await Promise.all(lists.map(({ read }) => read()))).flatMap(inForce)

  const add = (exception: Exception): Promise<void> =>
    listFor(exception).change((all) => [...inForce(all), exception])

  async function removeWhere(isMeant: (exception: Exception) => boolean): Promise<void> {
    const gone = lists.map(({ change }) => change((all) => inForce(all).filter((one) => !isMeant(one))))
    // What one of them cannot do, the other does.
    const failed = (await Promise.allSettled(gone)).find(({ status }) => status === 'rejected')
    if (failed?.status === 'rejected') throw failed.reason
  }

  async function setDuration(id: string, duration: ExceptionDuration): Promise<void> {
    const known = (await list()).find((exception) => exception.id === id)
    if (known === undefined) return
    // Whatever happens in between ends it, rather than have it stand for longer than was wanted.
    await removeWhere((exception) => exception.id === id)
    await add(renewException(known, duration, now()))
  }

  return {
    list,
    add: (exception) => inTurn(() => add(exception)),
    setDuration: (id, duration) => inTurn(() => setDuration(id, duration)),
    remove: (id) => inTurn(() => removeWhere((exception) => exception.id === id)),
    clear: () => inTurn(() => removeWhere(() => true)),
    endBefore: (moment) => session.change((all) => all.filter(({ until = Infinity }) => until > moment)),
    forgetPrivate: () => session.change((all) => all.filter(({ isPrivate }) => !isPrivate)),
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
  duration: isDuration,
  createdAt: isNumber,
  until: isOptional(isNumber),
  isPrivate: isFlag,
})
