/** Runs what it is given, one after the other, whether or not the one before has failed. */
export type InTurn = <T>(run: () => Promise<T>) => Promise<T>

export function createInTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  return (run) => {
    const done = last.then(run)
    last = done.catch(() => undefined)
    return done
  }
}
