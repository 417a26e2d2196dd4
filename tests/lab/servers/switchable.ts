/** A setting that scenarios change and `Lab.reset` restores. */
export interface Switchable<T> {
  readonly current: T
  set(value: T): void
  reset(): void
}

export function switchable<T>(initial: T): Switchable<T> {
  let current = initial
  return {
    get current() {
      return current
    },
    set(value) {
      current = value
    },
    reset() {
      current = initial
    },
  }
}
