import type { Permissions } from 'webextension-polyfill'
import { ALL_SITES } from '../../browser/site-access.ts'
import { createStore, type Store } from '../store.ts'

export interface AccessState {
  /** Without it, nothing is checked anywhere. */
  readonly sites: boolean
  readonly privateWindows: boolean
  /** The user was asked, and said no. */
  readonly isDenied: boolean
}

/** As it is with nearly everybody: until it is known better, nobody is alarmed. */
export const FULL_ACCESS: AccessState = { sites: true, privateWindows: true, isDenied: false }

interface AccessDependencies {
  readonly permissions: Pick<Permissions.Static, 'contains' | 'request' | 'onAdded' | 'onRemoved'>
  readonly isAllowedInPrivateWindows: () => Promise<boolean>
  readonly onChange: () => void
}

/** What Firefox lets the add-on see, and asking the user for it. */
export class AccessModel {
  readonly #store: Store<AccessState>
  readonly #dependencies: AccessDependencies

  constructor(dependencies: AccessDependencies) {
    this.#dependencies = dependencies
    this.#store = createStore(FULL_ACCESS, dependencies.onChange)
  }

  get state(): AccessState {
    return this.#store.get()
  }

  start(): void {
    const { permissions } = this.#dependencies
    const look = () => void this.#look()
    permissions.onAdded.addListener(look)
    permissions.onRemoved.addListener(look)
    look()
  }

  /** To be called in the very click: Firefox asks for nothing otherwise. */
  async request(): Promise<void> {
    const granted = await this.#dependencies.permissions.request(ALL_SITES).catch(() => false)
    this.#store.set({ isDenied: !granted })
    await this.#look()
  }

  async #look(): Promise<void> {
    const { permissions, isAllowedInPrivateWindows } = this.#dependencies
    // What cannot be found out is no reason to alarm.
    const [sites, privateWindows] = await Promise.all([
      permissions.contains(ALL_SITES).catch(() => true),
      isAllowedInPrivateWindows().catch(() => true),
    ])
    this.#store.set({ sites, privateWindows })
  }
}
