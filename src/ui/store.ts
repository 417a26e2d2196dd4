export interface Store<S extends object> {
  readonly get: () => S
  /** Merges a change into the state and tells the listener. */
  readonly set: (change: Partial<S>) => void
}

export function createStore<S extends object>(initial: S, onChange: (state: S) => void): Store<S> {
  let state = initial
  return {
    get: () => state,
    set: (change) => {
      state = { ...state, ...change }
      onChange(state)
    },
  }
}
