import { describe, expect, it } from 'vitest'
import { refuseUncheckedDelegate } from '../../src/browser/sources/unchecked-delegate.ts'
import type { Statement } from '../../src/pki/statement.ts'

const good: Statement = { status: { kind: 'good' }, thisUpdate: 1, until: 2 }
const unchecked: Statement = { ...good, uncheckedDelegate: Uint8Array.of(0x30) }
const revoked: Statement = { ...unchecked, status: { kind: 'revoked', at: 1, reason: undefined } }

describe('a delegated responder that may have been revoked itself', () => {
  it('may not vouch under a built-in root', () => {
    expect(refuseUncheckedDelegate(unchecked, true).status).toMatchObject({
      cause: 'responder-not-authorized',
    })
  })

  it('may vouch under a private root, and everybody else anywhere', () => {
    expect(refuseUncheckedDelegate(unchecked, false)).toBe(unchecked)
    expect(refuseUncheckedDelegate(good, true)).toBe(good)
  })

  it('is heard when it says revoked', () => {
    expect(refuseUncheckedDelegate(revoked, true)).toBe(revoked)
  })
})
