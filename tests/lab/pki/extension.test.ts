import { describe, expect, it } from 'vitest'

import { basicConstraints, keyUsage } from './extension.ts'

function derOf({ extnValue }: ReturnType<typeof keyUsage>): string {
  return Buffer.from(extnValue.valueBlock.valueHexView).toString('hex')
}

describe('extensions', () => {
  it('encode key usages as DER wants it, without trailing zero bits', () => {
    expect(derOf(keyUsage('digitalSignature'))).toBe('03020780')
    expect(derOf(keyUsage('digitalSignature', 'keyCertSign', 'cRLSign'))).toBe('03020186')
  })

  it('leave out what is the default', () => {
    expect(derOf(basicConstraints(false))).toBe('3000')
    expect(derOf(basicConstraints({ pathLength: 0 }))).toBe('30060101ff020100')
  })
})
