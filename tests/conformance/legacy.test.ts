import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../src/pki/bytes.ts'
import { verifySignature } from '../../src/pki/verify-signature.ts'
import { ascii, integer, oid, sequence, tagged, tlv } from '../pki/build/der.ts'
import { type Key, pssAlgorithm, rsaKey, rsaPssKey } from '../pki/build/keys.ts'
import { context } from '../pki/build/context.ts'

const signed = ascii('what is signed')
const rsassaPss = '1.2.840.113549.1.1.10'
const pssWith = (...parameters: Bytes[]) => sequence(oid(rsassaPss), sequence(...parameters))

async function verdicts(key: Key, bytes = signed) {
  const { algorithm, spki } = key
  const signature = { algorithm, signature: await key.sign(bytes), signed, spki }
  return {
    legacy: await verifySignature(signature, context({ algorithms: 'legacy' })),
    current: await verifySignature(signature, context()),
  }
}

describe('the legacy policy alone accepts', () => {
  it('SHA-1', async () => {
    expect(await verdicts(await rsaKey('SHA-1'))).toEqual({ legacy: 'verified', current: 'weak-signature' })
  })

  it('RSA-PSS with nothing but defaults, which are SHA-1 and 20 bytes of salt', async () => {
    const key = await rsaPssKey('SHA-1', 20, pssWith())
    expect(await verdicts(key)).toEqual({ legacy: 'verified', current: 'weak-signature' })
  })
})

describe('either policy accepts', () => {
  it.each([0, 20, 190])('RSA-PSS with a salt of %i bytes (RFC 4055 §3.1)', async (saltLength) => {
    const length = saltLength < 0x80 ? [saltLength] : [0, saltLength]
    const hash = pssHash('2.16.840.1.101.3.4.2.1')
    const parameters = [tagged(0, hash), tagged(1, mgf1(hash)), tagged(2, integer(...length))]
    const key = await rsaPssKey('SHA-256', saltLength, pssWith(...parameters))
    expect(await verdicts(key)).toEqual({ legacy: 'verified', current: 'verified' })
    expect((await verdicts(key, ascii('something else'))).current).toBe('bad-signature')
  })

  it('a key of id-RSASSA-PSS', async () => {
    const key = await rsaPssKey('SHA-256', 32, pssAlgorithm({}))
    const spki = pssSpki(key.spki, sequence(oid(rsassaPss)))
    expect(await verdicts({ ...key, spki })).toEqual({ legacy: 'verified', current: 'verified' })
  })
})

describe('the legacy policy refuses', () => {
  it.each([
    ['a mask of another hash', pssAlgorithm({ maskHash: 'SHA-1' })],
    ['another trailer', pssAlgorithm({ trailer: [tagged(3, integer(2))] })],
    ['another mask', pssWith(tagged(1, sequence(oid('1.2.3'), pssHash('1.3.14.3.2.26'))))],
    ['another hash', pssWith(tagged(0, pssHash('1.2.840.113549.2.5')))],
  ])('RSA-PSS with %s', async (_, algorithm) => {
    expect((await verdicts(await rsaPssKey('SHA-256', 32, algorithm))).legacy).toBe('unsupported')
  })

  it('a key of id-RSASSA-PSS that is for longer salts (RFC 4055 §3.3)', async () => {
    const key = await rsaPssKey('SHA-256', 32, pssAlgorithm({}))
    const spki = pssSpki(key.spki, pssAlgorithm({ saltLength: 33 }))
    expect((await verdicts({ ...key, spki })).legacy).toBe('unsupported')
  })
})

const pssHash = (id: string) => sequence(oid(id), tlv(0x05))
const mgf1 = (hash: Bytes) => sequence(oid('1.2.840.113549.1.1.8'), hash)

/** The key with another AlgorithmIdentifier than rsaEncryption, which is 15 bytes after a header of 4. */
function pssSpki(spki: Bytes, algorithm: Bytes): Bytes {
  return sequence(algorithm, spki.subarray(4 + 15))
}
