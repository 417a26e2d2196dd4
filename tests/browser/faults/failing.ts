import { Cancellation } from '../../../src/policy/cancellation.ts'
import { never } from '../../fakes/fake-source.ts'
import type { ManualClock } from '../../fakes/manual-clock.ts'
import { LATE_MS } from './fault.ts'

export const QUOTA = new DOMException('The quota has been exceeded.', 'QuotaExceededError')

/** Fails, given what it would have come to. */
export type Way = <T>(clock: ManualClock, result?: Promise<T>) => Promise<T>

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- that it is of another type is the fault
const something = (value: unknown) => Promise.resolve(value as never)

/** The ways in which anything that is called can fail. */
export const WAYS: Readonly<Record<string, Way>> = {
  'throws at once': () => {
    throw new Error('broken')
  },
  rejects: () => Promise.reject(new Error('broken')),
  'exceeds its quota': () => Promise.reject(QUOTA),
  'hangs for ever': () => never(),
  'answers after the deadline': async (clock, result) => {
    await clock.wait(LATE_MS, new Cancellation())
    return result ?? something(undefined)
  },
  'answers something else': () => something(7),
  'answers nothing': () => something(undefined),
}

/** Whether it throws or rejects, of those ways: a fault that is our own, whoever is called. */
export function isBroken(way: string): boolean {
  return way === 'throws at once' || way === 'rejects' || way === 'exceeds its quota'
}

/** The object, with these methods failing in that way. */
export function failing<T extends object>(
  whole: T,
  methods: readonly (keyof T)[],
  fail: <R>(result: Promise<R>) => Promise<R>,
): T {
  return new Proxy(whole, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      const call = async (...values: unknown[]): Promise<unknown> => Reflect.apply(member, target, values)
      return methods.some((method) => method === name)
        ? (...values: unknown[]) => fail(call(...values))
        : call
    },
  })
}
