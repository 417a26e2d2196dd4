/**
 * Does something whenever it is wanted, but never twice at a time: what is wanted while it is being done is done once more,
 * however often. Never rejects.
 */
export function createOnceMore(run: () => Promise<void>): () => Promise<void> {
  let isWanted = false
  let running: Promise<void> | undefined

  async function runWhileWanted(): Promise<void> {
    while (isWanted) {
      isWanted = false
      await run().catch(() => undefined)
    }
    running = undefined
  }

  return () => {
    isWanted = true
    return (running ??= runWhileWanted())
  }
}
