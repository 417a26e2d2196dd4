import { describe, expect, it } from 'vitest'
import { createSharing } from '../../src/browser/retrieval/sharing.ts'
import { Cancellation } from '../../src/policy/cancellation.ts'

/** An errand that ends when it is told to. */
class Errand {
  runs = 0
  isCancelled = false
  #finish: (answer: string) => void = () => undefined

  readonly run = (cancellation: Cancellation): Promise<string> => {
    this.runs++
    cancellation.onCancel(() => (this.isCancelled = true))
    return new Promise((resolve) => {
      this.#finish = resolve
    })
  }

  finish(answer: string): void {
    this.#finish(answer)
  }
}

describe('equal errands', () => {
  it('are one while they are under way, and anew afterwards', async () => {
    const sharing = createSharing<string>()
    const errand = new Errand()
    const both = [1, 2].map(() => sharing.join('a', new Cancellation(), errand.run))
    errand.finish('done')
    expect(await Promise.all(both)).toEqual(['done', 'done'])
    void sharing.join('a', new Cancellation(), errand.run)
    void sharing.join('b', new Cancellation(), errand.run)
    expect(errand.runs).toBe(3)
  })

  it('go on until the last who waits has given up', () => {
    const sharing = createSharing<string>()
    const errand = new Errand()
    const [first, second] = [new Cancellation(), new Cancellation()]
    void sharing.join('a', first, errand.run)
    void sharing.join('a', second, errand.run)
    first.cancel()
    expect(errand.isCancelled).toBe(false)
    second.cancel()
    expect(errand.isCancelled).toBe(true)
    void sharing.join('a', new Cancellation(), errand.run)
    expect(errand.runs).toBe(2)
  })

  it('that fail, fail for all', async () => {
    const sharing = createSharing<string>()
    const both = [1, 2].map(() =>
      sharing.join('a', new Cancellation(), () => Promise.reject(new Error('no'))),
    )
    for (const one of both) await expect(one).rejects.toThrow('no')
  })
})
