import { describe, expect, it } from 'vitest'
import { verifySignature } from '../../src/pki/verify-signature.ts'
import { context } from './build/context.ts'
import { ascii, bits, hex, integer, nothing, oid, sequence, tlv } from './build/der.ts'
import {
  type Curve,
  ecdsaKey,
  ed25519Key,
  type Hash,
  type Key,
  pssAlgorithm,
  rsaKey,
  rsaPssKey,
} from './build/keys.ts'

const signed = ascii('what is signed')

async function verify(
  key: Key,
  changes: { algorithm?: Bytes; signature?: Bytes; spki?: Bytes; signed?: Bytes } = {},
) {
  const signature = await key.sign(signed)
  return verifySignature(
    { algorithm: key.algorithm, signature, signed, spki: key.spki, ...changes },
    context(),
  )
}

type Bytes = Uint8Array<ArrayBuffer>
const hashes: readonly Hash[] = ['SHA-256', 'SHA-384', 'SHA-512']
const curves: readonly Curve[] = ['P-256', 'P-384', 'P-521']
const other = ascii('something else')

describe('a signature', () => {
  it.each(hashes)('of RSA with %s is verified', async (hash) => {
    const key = await rsaKey(hash)
    expect(await verify(key)).toBe('verified')
    expect(await verify(key, { signed: other })).toBe('bad-signature')
  })

  it('of RSA is verified without the NULL, too', async () => {
    const key = await rsaKey()
    expect(await verify(key, { algorithm: sequence(oid('1.2.840.113549.1.1.11')) })).toBe('verified')
  })

  it.each([
    ['SHA-256', 32],
    ['SHA-384', 48],
    ['SHA-512', 64],
  ] as const)('of RSA-PSS with %s is verified', async (hash, saltLength) => {
    const key = await rsaPssKey(hash, saltLength, pssAlgorithm({ hash, saltLength }))
    expect(await verify(key)).toBe('verified')
    expect(await verify(key, { signed: other })).toBe('bad-signature')
  })

  it.each(curves.flatMap((curve) => hashes.map((hash) => [curve, hash] as const)))(
    'of ECDSA on %s with %s is verified',
    async (curve, hash) => {
      const key = await ecdsaKey(curve, hash)
      expect(await verify(key)).toBe('verified')
      expect(await verify(key, { signed: other })).toBe('bad-signature')
    },
  )

  it('of Ed25519 is verified', async () => {
    const key = await ed25519Key()
    expect(await verify(key)).toBe('verified')
    expect(await verify(key, { signed: other })).toBe('bad-signature')
  })

  it('with SHA-1 is weak, and accepted in legacy mode', async () => {
    for (const key of [await rsaKey('SHA-1'), await ecdsaKey('P-256', 'SHA-1')]) {
      expect(await verify(key)).toBe('weak-signature')
      const parts = { algorithm: key.algorithm, signature: await key.sign(signed), signed, spki: key.spki }
      expect(await verifySignature(parts, context({ algorithms: 'legacy' }))).toBe('verified')
    }
  })

  it('of RSA with 512 bits is weak', async () => {
    expect(await verify(await rsaKey('SHA-256', 512))).toBe('weak-signature')
  })
})

describe('an algorithm is unsupported', () => {
  it.each([
    ['whose mask has another hash', { maskHash: 'SHA-1' as const }],
    ['whose trailer is another', { trailer: [tlv(0xa3, integer(2))] }],
  ])('RSA-PSS %s', async (_, parameters) => {
    const key = await rsaPssKey('SHA-256', 32, pssAlgorithm(parameters))
    expect(await verify(key)).toBe('unsupported')
  })

  it('RSA-PSS without parameters', async () => {
    const key = await rsaPssKey('SHA-256', 32, sequence(oid('1.2.840.113549.1.1.10')))
    expect(await verify(key)).toBe('unsupported')
  })

  it('ECDSA with NULL, or RSA with other parameters', async () => {
    const ecdsa = await ecdsaKey()
    expect(await verify(ecdsa, { algorithm: sequence(oid('1.2.840.10045.4.3.2'), nothing()) })).toBe(
      'unsupported',
    )
    const rsa = await rsaKey()
    expect(await verify(rsa, { algorithm: sequence(oid('1.2.840.113549.1.1.11'), sequence()) })).toBe(
      'unsupported',
    )
  })

  it('MD5 with RSA', async () => {
    const algorithm = sequence(oid('1.2.840.113549.1.1.4'), nothing())
    expect(await verify(await rsaKey(), { algorithm })).toBe('unsupported')
  })

  it('of another kind than the key', async () => {
    const [rsa, ecdsa] = [await rsaKey(), await ecdsaKey()]
    expect(await verify(rsa, { algorithm: ecdsa.algorithm })).toBe('unsupported')
    expect(await verify(ecdsa, { algorithm: rsa.algorithm })).toBe('unsupported')
  })

  it('of which the platform knows nothing', async () => {
    const key = await ecdsaKey()
    const parts = { algorithm: key.algorithm, signature: await key.sign(signed), signed, spki: key.spki }
    const crypto = { ...context().crypto, importKey: () => Promise.reject(new Error('no such curve')) }
    expect(await verifySignature(parts, context({ crypto }))).toBe('unsupported')
  })
})

describe('an ECDSA signature is bad', () => {
  it.each([
    ['as r and s side by side', '00'.repeat(64)],
    ['with something after s', '3009020101020101020101'],
    ['with r = 0', '3006020100020101'],
    ['with a negative s', '30060201010201ff'],
    ['with an r that is not minimal', '300702020001020101'],
    ['with an r too long for the curve', `3026022101${'00'.repeat(32)}020101`],
    ['of no byte', ''],
  ])('%s', async (_, signature) => {
    expect(await verify(await ecdsaKey(), { signature: hex(signature) })).toBe('bad-signature')
  })
})

const rsaSpki = (modulus: Bytes, exponent: Bytes) =>
  sequence(
    sequence(oid('1.2.840.113549.1.1.1'), nothing()),
    bits(sequence(tlv(2, hex('00'), modulus), tlv(2, exponent))),
  )

describe('a key is refused', () => {
  it('that would take for ever: a modulus of 32768 bits, an exponent of 2048', async () => {
    const key = await rsaKey()
    const huge = new Uint8Array(4096).fill(0xff)
    expect(await verify(key, { spki: rsaSpki(huge, hex('010001')) })).toBe('unsupported')
    const exponent = new Uint8Array(256).fill(0x7f)
    expect(await verify(key, { spki: rsaSpki(huge.subarray(0, 256), exponent) })).toBe('unsupported')
  })

  it('that is not there', async () => {
    expect(await verify(await rsaKey(), { spki: hex('') })).toBe('bad-signature')
  })
})
