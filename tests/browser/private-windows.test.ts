import { beforeEach, describe, expect, it } from 'vitest'
import { createOnWindowClosed, type PrivateMemory } from '../../src/browser/private-windows.ts'

const NORMAL = { incognito: false }
const PRIVATE = { incognito: true }

let open: readonly { readonly incognito: boolean }[]
let forgotten: string[]

const memory = (name: string): PrivateMemory => ({
  forgetPrivate: () => Promise.resolve(void forgotten.push(name)),
})
const broken: PrivateMemory = { forgetPrivate: () => Promise.reject(new Error('no storage')) }

const close = (memories: readonly PrivateMemory[] = [memory('evidence'), memory('chains')]) =>
  createOnWindowClosed({ openWindows: () => Promise.resolve(open), memories })()

beforeEach(() => {
  open = [NORMAL]
  forgotten = []
})

describe('what private windows have seen', () => {
  it('stays as long as one of them is open', async () => {
    open = [NORMAL, PRIVATE]
    await close()
    expect(forgotten).toEqual([])
  })

  it('goes with the last of them', async () => {
    await close()
    expect(new Set(forgotten)).toEqual(new Set(['evidence', 'chains']))
  })

  it('goes again with what was still being found out about it', async () => {
    let found = false
    const checks: PrivateMemory = {
      forgetPrivate: () => new Promise((resolve) => setTimeout(() => resolve(void (found = true)), 5)),
    }
    let isLeft = false
    const evidence: PrivateMemory = { forgetPrivate: () => Promise.resolve(void (isLeft = !found)) }
    await close([checks, evidence])
    expect(isLeft).toBe(false)
  })

  it('stays where a new one was opened meanwhile', async () => {
    const opening: PrivateMemory = { forgetPrivate: () => Promise.resolve(void (open = [PRIVATE])) }
    await close([opening, memory('evidence')])
    expect(forgotten).toEqual(['evidence'])
  })

  it('goes though one of those who keep it fails', async () => {
    await close([broken, memory('evidence')])
    expect(forgotten).toContain('evidence')
  })
})
