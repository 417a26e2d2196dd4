export interface Deferred<T> {
  readonly promise: Promise<T>
  readonly resolve: (value: T) => void
}

/** What comes when the test says so. */
export function deferred<T>(): Deferred<T> {
  const resolvers: ((value: T) => void)[] = []
  const promise = new Promise<T>((resolve) => {
    resolvers.push(resolve)
  })
  return {
    promise,
    resolve: (value) => {
      for (const resolve of resolvers) resolve(value)
    },
  }
}
