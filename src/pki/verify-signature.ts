import { type Bytes, toHex } from './bytes.ts'
import { type DerReader, readSequence, Tag } from './der.ts'
import { bitStringBytes, integerBytes } from './der-values.ts'
import { limits } from './limits.ts'
import { PkiError } from './pki-error.ts'
import { type PssParameters, pssParameters, rsaKeyFor } from './rsa-pss.ts'
import { rsaKey, type SignatureAlgorithm, signatureAlgorithm } from './signature-algorithms.ts'
import type { CheckContext } from './statement.ts'

export type SignatureFault = 'bad-signature' | 'weak-signature' | 'unsupported'

export interface SignedBytes {
  /** DER AlgorithmIdentifier. */
  readonly algorithm: Bytes
  readonly signature: Bytes
  readonly signed: Bytes
  /** DER SubjectPublicKeyInfo of who is said to have signed. */
  readonly spki: Bytes
}

/** Verifies over the bytes as received. Never rejects; whatever is not `verified` must not be believed. */
export async function verifySignature(
  { algorithm, signature, signed, spki }: SignedBytes,
  context: Pick<CheckContext, 'crypto' | 'algorithms'>,
): Promise<'verified' | SignatureFault> {
  try {
    const key = parseKey(spki)
    const row = signatureAlgorithm(algorithm, key.algorithm)
    if (row === undefined) return await verifyPss({ algorithm, signature, signed, spki }, context)
    if (isWeak(row, key) && context.algorithms !== 'legacy') return 'weak-signature'
    const plain = row.coordinate === undefined ? signature : plainEcdsaSignature(signature, row.coordinate)
    return (await verify(row, spki, plain, signed, context)) ? 'verified' : 'bad-signature'
  } catch (error) {
    // PkiError: a key or signature not in its form. Anything else: the platform cannot use the key or algorithm.
    return error instanceof PkiError && error.code === 'malformed' ? 'bad-signature' : 'unsupported'
  }
}

async function verify(
  { importAs, verifyWith }: SignatureAlgorithm,
  spki: Bytes,
  signature: Bytes,
  signed: Bytes,
  { crypto }: Pick<CheckContext, 'crypto'>,
): Promise<boolean> {
  const key = await crypto.importKey('spki', spki, importAs, false, ['verify'])
  return crypto.verify(verifyWith, key, signature, signed)
}

/**
 * RSA-PSS with whatever parameters and kind of key RFC 4055 allows. Baseline Requirements §7.1.3.2.1 allow but the three
 * of the table; a company's CA made with OpenSSL has the longest salt that fits, which makes it no weaker.
 */
async function verifyPss(
  { algorithm, signature, signed, spki }: SignedBytes,
  context: Pick<CheckContext, 'crypto' | 'algorithms'>,
): Promise<'verified' | SignatureFault> {
  const parameters = parametersOf(algorithm)
  const key = parameters && rsaKeyFor(parameters, spki)
  if (!key) return 'unsupported'
  const { hash, saltLength } = parameters
  const importAs = { name: 'RSA-PSS', hash }
  const ofHash = { identifiers: [], key: rsaKey, importAs, verifyWith: { name: 'RSA-PSS', saltLength } }
  const row: SignatureAlgorithm = hash === 'SHA-1' ? { ...ofHash, legacy: true } : ofHash
  if (isWeak(row, parseKey(key)) && context.algorithms !== 'legacy') return 'weak-signature'
  return (await verify(row, key, signature, signed, context)) ? 'verified' : 'bad-signature'
}

/** Of parameters that are none, nothing is known; nobody has forged anything by them. */
function parametersOf(algorithm: Bytes): PssParameters | undefined {
  try {
    return pssParameters(algorithm)
  } catch {
    return undefined
  }
}

interface Key {
  readonly algorithm: Bytes
  /** Undefined for keys other than RSA. */
  readonly modulusBits: number | undefined
}

function parseKey(spki: Bytes): Key {
  const reader = readSequence(spki)
  const algorithm = reader.read(Tag.sequence).der
  const bits = bitStringBytes(reader.read(Tag.bitString).content)
  reader.finish()
  const isRsa = algorithm.length <= limits.algorithmIdentifier && toHex(algorithm) === rsaKey
  return { algorithm, modulusBits: isRsa ? modulusBits(bits) : undefined }
}

/** RSAPublicKey ::= SEQUENCE { modulus, publicExponent } (RFC 3279 §2.3.1). */
function modulusBits(publicKey: Bytes): number {
  const reader = readSequence(publicKey)
  const modulus = positiveInteger(reader)
  const exponent = positiveInteger(reader)
  reader.finish()
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24
  // A long exponent makes verification as slow as signing; F4 is what everybody uses.
  if (bits > limits.rsaModulus.most || exponent.length > 8) throw new PkiError('too-large', 'RSA key')
  return bits
}

function isWeak(row: SignatureAlgorithm, { modulusBits }: Key): boolean {
  return row.legacy === true || (modulusBits !== undefined && modulusBits < limits.rsaModulus.least)
}

/** Ecdsa-Sig-Value ::= SEQUENCE { r, s } (RFC 3279 §2.2.3) as r and s side by side, each of the given length. */
function plainEcdsaSignature(der: Bytes, length: number): Bytes {
  const reader = readSequence(der)
  const r = positiveInteger(reader)
  const s = positiveInteger(reader)
  reader.finish()
  if (r.length > length || s.length > length) throw new PkiError('malformed', 'ECDSA signature too long')
  const plain = new Uint8Array(2 * length)
  plain.set(r, length - r.length)
  plain.set(s, 2 * length - s.length)
  return plain
}

function positiveInteger(reader: DerReader): Bytes {
  const bytes = integerBytes(reader.read(Tag.integer).content)
  const [first = 0] = bytes
  if (first >= 0x80 || (first === 0 && bytes.length === 1))
    throw new PkiError('malformed', 'INTEGER not positive')
  return first === 0 ? bytes.subarray(1) : bytes
}
