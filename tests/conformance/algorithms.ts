import type { Bytes } from '../../src/pki/bytes.ts'
import { readSequence, Tag } from '../../src/pki/der.ts'
import { signatureAlgorithm } from '../../src/pki/signature-algorithms.ts'

/** AlgorithmIdentifiers of the keys that signatures are verified with. */
const keys = {
  rsa: '300d06092a864886f70d0101010500',
  p256: '301306072a8648ce3d020106082a8648ce3d030107',
  p384: '301006072a8648ce3d020106052b81040022',
  p521: '301006072a8648ce3d020106052b81040023',
  ed25519: '300506032b6570',
}

const keyAlgorithms = Object.values(keys).map((hex) => Uint8Array.from(Buffer.from(hex, 'hex')))

/** Whether some key can verify a signature of this kind. */
export function isKnownSignature(identifier: Bytes): boolean {
  return keyAlgorithms.some((key) => signatureAlgorithm(identifier, key) !== undefined)
}

/** Whether the key is of a kind that some signature can be verified with. */
export function isKnownKey(spki: Bytes): boolean {
  const { der } = readSequence(spki).read(Tag.sequence)
  return keyAlgorithms.some((key) => Buffer.compare(key, der) === 0)
}
