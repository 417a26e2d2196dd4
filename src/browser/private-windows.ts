import type { Windows } from 'webextension-polyfill'

/** Has kept in memory what private windows have seen. */
export interface PrivateMemory {
  readonly forgetPrivate: () => Promise<void>
}

interface PrivateWindowsParts {
  readonly openWindows: () => Promise<readonly Pick<Windows.Window, 'incognito'>[]>
  readonly memories: readonly PrivateMemory[]
}

/** To be called whenever a window was closed: with the last private one goes all that was seen in them. Never rejects. */
export function createOnWindowClosed({ openWindows, memories }: PrivateWindowsParts): () => Promise<void> {
  // Where nobody can say, there is none: what is forgotten too early is found out anew.
  const isOpen = async () => (await openWindows().catch(() => [])).some(({ incognito }) => incognito)
  // Whatever one of them cannot do, the others do.
  const forget = () => Promise.allSettled(memories.map(({ forgetPrivate }) => forgetPrivate()))

  return async () => {
    if (await isOpen()) return
    await forget()
    // What was still being checked has ended by now, and left its evidence.
    if (!(await isOpen())) await forget()
  }
}
