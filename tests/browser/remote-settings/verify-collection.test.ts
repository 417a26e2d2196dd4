import { beforeAll, describe, expect, it } from 'vitest'
import { RemoteError } from '../../../src/browser/remote-settings/cause.ts'
import { verifyCollection } from '../../../src/browser/remote-settings/verify-collection.ts'
import { collectionText } from '../../../src/pki/remote-settings/collection.ts'
import { now } from '../../pki/build/certificate.ts'
import { buildSigningChain, type BuiltSigningChain, signerName } from '../../pki/build/signing-chain.ts'

const collection = { timestamp: 7, records: [{ id: 'a' }] }
const [ours, theirs, nowhere] = ['https://chains/ours', 'https://chains/theirs', 'https://chains/nowhere']

let chains: Readonly<Record<string, BuiltSigningChain>>
let trusted: BuiltSigningChain
let right: string

beforeAll(async () => {
  trusted = await buildSigningChain()
  chains = { [ours]: trusted, [theirs]: await buildSigningChain() }
  right = await trusted.sign(collectionText(collection))
})

async function causeFor(...signatures: { x5u: string; signature: string }[]): Promise<string> {
  const trust = { rootFingerprint: trusted.rootFingerprint, signerName }
  try {
    await verifyCollection(collection, signatures, {
      context: { trust, now, crypto: crypto.subtle },
      chainAt: async (x5u) => {
        const chain = chains[x5u]?.chain
        if (chain === undefined) throw new RemoteError('http-error', x5u)
        return chain
      },
    })
    return 'verified'
  } catch (error) {
    return error instanceof RemoteError ? error.code : String(error)
  }
}

describe('a collection', () => {
  it('is verified by the first signature that is valid, whatever stands before it', async () => {
    const good = { x5u: ours, signature: right }
    expect(await causeFor(good)).toBe('verified')
    const wrong = { x5u: ours, signature: await trusted.sign('something else') }
    expect(await causeFor(wrong, good)).toBe('verified')
    expect(await causeFor({ x5u: nowhere, signature: right }, good)).toBe('verified')
    expect(await causeFor({ x5u: theirs, signature: right }, good)).toBe('verified')
    expect(await causeFor({ x5u: ours, signature: '?' }, good)).toBe('verified')
  })

  it('is not verified by any that is not, and the first says why', async () => {
    const wrong = { x5u: ours, signature: await trusted.sign('something else') }
    const elsewhere = { x5u: theirs, signature: right }
    const unreachable = { x5u: nowhere, signature: right }
    expect(await causeFor()).toBe('bad-signature')
    expect(await causeFor(wrong, elsewhere)).toBe('bad-signature')
    expect(await causeFor(elsewhere, wrong)).toBe('untrusted-chain')
    expect(await causeFor(unreachable, wrong)).toBe('http-error')
  })
})
