import type { Bytes } from '../../../src/pki/bytes.ts'
import { concat, hex, integer, nothing, oid, sequence, tlv } from './der.ts'

/** A key pair that signs as X.509 has it. */
export interface Key {
  readonly spki: Bytes
  readonly algorithm: Bytes
  sign(bytes: Bytes): Promise<Bytes>
}

export type Hash = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'
export type Curve = 'P-256' | 'P-384' | 'P-521'

export async function ecdsaKey(namedCurve: Curve = 'P-256', hash: Hash = 'SHA-256'): Promise<Key> {
  const pair = await generate({ name: 'ECDSA', namedCurve })
  const algorithm = sequence(oid(ecdsaOids[hash]))
  const sign = async (bytes: Bytes) => derSignature(await signWith(pair, { name: 'ECDSA', hash }, bytes))
  return { spki: await spkiOf(pair), algorithm, sign }
}

export async function rsaKey(hash: Hash = 'SHA-256', modulusLength = 2048): Promise<Key> {
  const name = 'RSASSA-PKCS1-v1_5'
  const pair = await rsaPair(name, hash, modulusLength)
  const algorithm = sequence(oid(rsaOids[hash]), nothing())
  return { spki: await spkiOf(pair), algorithm, sign: (bytes) => signWith(pair, { name }, bytes) }
}

export async function rsaPssKey(hash: Hash, saltLength: number, algorithm: Bytes): Promise<Key> {
  const name = 'RSA-PSS'
  const pair = await rsaPair(name, hash, 2048)
  return { spki: await spkiOf(pair), algorithm, sign: (bytes) => signWith(pair, { name, saltLength }, bytes) }
}

export async function ed25519Key(): Promise<Key> {
  const pair = await generate({ name: 'Ed25519' })
  const sign = (bytes: Bytes) => signWith(pair, { name: 'Ed25519' }, bytes)
  return { spki: await spkiOf(pair), algorithm: sequence(oid('1.3.101.112')), sign }
}

/** RSASSA-PSS-params (RFC 4055 §3.1), with every part to be had otherwise. */
export function pssAlgorithm({
  hash = 'SHA-256',
  maskHash = hash,
  saltLength = 32,
  trailer = [] as Bytes[],
}: {
  readonly hash?: Hash
  readonly maskHash?: Hash
  readonly saltLength?: number
  readonly trailer?: Bytes[]
}): Bytes {
  const hashIdentifier = (hash: Hash) => sequence(oid(hashOids[hash]), nothing())
  const mask = sequence(oid('1.2.840.113549.1.1.8'), hashIdentifier(maskHash))
  const parameters = sequence(
    tlv(0xa0, hashIdentifier(hash)),
    tlv(0xa1, mask),
    tlv(0xa2, integer(saltLength)),
    ...trailer,
  )
  return sequence(oid('1.2.840.113549.1.1.10'), parameters)
}

export const hashOids: Readonly<Record<Hash, string>> = {
  'SHA-1': '1.3.14.3.2.26',
  'SHA-256': '2.16.840.1.101.3.4.2.1',
  'SHA-384': '2.16.840.1.101.3.4.2.2',
  'SHA-512': '2.16.840.1.101.3.4.2.3',
}

const rsaOids: Readonly<Record<Hash, string>> = {
  'SHA-1': '1.2.840.113549.1.1.5',
  'SHA-256': '1.2.840.113549.1.1.11',
  'SHA-384': '1.2.840.113549.1.1.12',
  'SHA-512': '1.2.840.113549.1.1.13',
}

const ecdsaOids: Readonly<Record<Hash, string>> = {
  'SHA-1': '1.2.840.10045.4.1',
  'SHA-256': '1.2.840.10045.4.3.2',
  'SHA-384': '1.2.840.10045.4.3.3',
  'SHA-512': '1.2.840.10045.4.3.4',
}

/** They take long to make, so that each kind is made once. */
const rsaPairs = new Map<string, Promise<CryptoKeyPair>>()

function rsaPair(name: string, hash: Hash, modulusLength: number): Promise<CryptoKeyPair> {
  const kind = `${name} ${hash} ${modulusLength}`
  const pair = rsaPairs.get(kind) ?? generate({ name, hash, modulusLength, publicExponent: hex('010001') })
  rsaPairs.set(kind, pair)
  return pair
}

async function generate(algorithm: EcKeyGenParams | RsaHashedKeyGenParams | { name: 'Ed25519' }) {
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  if (!('privateKey' in pair)) throw new Error('not a pair')
  return pair
}

async function spkiOf({ publicKey }: CryptoKeyPair): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey('spki', publicKey))
}

async function signWith(
  { privateKey }: CryptoKeyPair,
  algorithm: AlgorithmIdentifier | EcdsaParams | RsaPssParams,
  bytes: Bytes,
): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign(algorithm, privateKey, bytes))
}

function derSignature(plain: Bytes): Bytes {
  const half = plain.length / 2
  return sequence(positive(plain.subarray(0, half)), positive(plain.subarray(half)))
}

function positive(bytes: Bytes): Bytes {
  const start = bytes.findIndex((byte) => byte !== 0)
  const minimal = bytes.subarray(start)
  return tlv(0x02, (minimal[0] ?? 0) >= 0x80 ? concat(Uint8Array.of(0), minimal) : minimal)
}
