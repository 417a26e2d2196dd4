import { Cancellation } from '../../../src/policy/cancellation.ts'
import { never } from '../../fakes/fake-source.ts'
import type { ManualClock } from '../../fakes/manual-clock.ts'
import { LATE_MS } from './fault.ts'

export const QUOTA = new DOMException('The quota has been exceeded.', 'QuotaExceededError')

/** The ways in which anything that is called can fail, given what it would have come to. */
export const WAYS: Readonly<Record<string, (clock: ManualClock, result?: unknown) => unknown>> = {
  'throws at once': () => {
    throw new Error('broken')
  },
  rejects: () => Promise.reject(new Error('broken')),
  'exceeds its quota': () => Promise.reject(QUOTA),
  'hangs for ever': () => never(),
  'answers after the deadline': async (clock, result) => {
    await clock.wait(LATE_MS, new Cancellation())
    return result
  },
  'answers something else': () => Promise.resolve(7),
  'answers nothing': () => Promise.resolve(undefined),
}

/** The object, with these methods failing in that way. */
export function failing<T extends object>(
  whole: T,
  methods: readonly (keyof T)[],
  fail: (result: unknown) => unknown,
): T {
  return new Proxy(whole, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      const call = (...values: unknown[]): unknown => Reflect.apply(member, target, values)
      return methods.some((method) => method === name)
        ? (...values: unknown[]) => fail(call(...values))
        : call
    },
  })
}
