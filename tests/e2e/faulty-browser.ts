import browser from 'webextension-polyfill'

/**
 * What is to fail. It lies in `localStorage`, which any page of the add-on can write and the event page reads at once, also
 * right after its start.
 */
export interface Faults {
  /** The listener that throws whenever it is called. */
  readonly throwing?: string
  /** The listener whose every look at what it was called with throws. */
  readonly misled?: string
  /** What rejects everything, or only what would be written. */
  readonly gone?: 'local' | 'session' | 'indexedDB'
  readonly full?: 'local' | 'session' | 'indexedDB'
}

type Listener = (...details: readonly unknown[]) => unknown

const listeners: string[] = []
/** What Firefox knows in place of the add-on's own. */
const registered = new WeakMap<Listener, Listener>()
const faults = (): Faults => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the test alone writes it
  return JSON.parse(localStorage.getItem('faults') ?? '{}') as Faults
}
const quota = () => new DOMException('The quota has been exceeded.', 'QuotaExceededError')

/** An object that gives what the other gives, but for what `replace` puts in its place. */
function standIn<T extends object>(whole: T, replace: (name: string, member: unknown) => unknown): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an empty one, whose members are all looked up
  return new Proxy({} as T, {
    get: (_, name) => replace(String(name), Reflect.get(whole, name)),
  })
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

interface Event {
  readonly addListener: (listener: Listener, ...more: unknown[]) => void
  readonly removeListener: (listener: Listener) => void
}

function isEvent(value: object): value is Event {
  return 'addListener' in value
}

function faultyNamespace(namespace: string, whole: object): object {
  return standIn(whole, (name, member) => {
    if (isObject(member) && isEvent(member)) return faultyEvent(`${namespace}.${name}`, member)
    if (namespace === 'storage' && isObject(member) && (name === 'local' || name === 'session')) {
      return faultyArea(name, member)
    }
    return member
  })
}

function faultyEvent(event: string, whole: Event): Event {
  return {
    addListener(listener, ...more) {
      const name = `${event} ${listeners.filter((other) => other.startsWith(`${event} `)).length}`
      listeners.push(name)
      localStorage.setItem('listeners', JSON.stringify(listeners))
      const faulty: Listener = (...details) => {
        const { throwing, misled } = faults()
        if (throwing === name) throw new Error(`fault in ${name}`)
        return misled === name ? listener(...details.map(misleading)) : listener(...details)
      }
      registered.set(listener, faulty)
      whole.addListener(faulty, ...more)
    },
    removeListener(listener) {
      whole.removeListener(registered.get(listener) ?? listener)
    },
  }
}

function misleading(): object {
  return new Proxy(
    {},
    {
      get() {
        throw new Error('fault in what was given')
      },
    },
  )
}

function faultyArea(area: 'local' | 'session', whole: object): object {
  return standIn(whole, (name, member) => {
    if (typeof member !== 'function') return member
    return async (...values: unknown[]): Promise<unknown> => {
      const { gone, full } = faults()
      if (gone === area) throw new Error('the storage is gone')
      if (full === area && name === 'set') throw quota()
      return Reflect.apply(member, whole, values)
    }
  })
}

IDBFactory.prototype.open = faulty(IDBFactory.prototype, 'open', () => {
  if (faults().gone === 'indexedDB') throw new DOMException('no database', 'UnknownError')
})
IDBObjectStore.prototype.put = faulty(IDBObjectStore.prototype, 'put', () => {
  if (faults().full === 'indexedDB') throw quota()
})

/** The method, after something that may throw in its place. */
function faulty<T extends object, K extends keyof T>(prototype: T, name: K, before: () => void): T[K] {
  const method = prototype[name]
  if (typeof method !== 'function') return method
  return new Proxy(method, {
    apply(target, self, values): unknown {
      before()
      return Reflect.apply(target, self, values)
    },
  })
}

export default standIn<object>(browser, (name, member) =>
  isObject(member) ? faultyNamespace(name, member) : member,
)
