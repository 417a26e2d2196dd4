import { type Bytes, toHex } from './bytes.ts'
import { limits } from './limits.ts'

/** How one kind of signature by one kind of key is verified. */
export interface SignatureAlgorithm {
  /** DER of every AlgorithmIdentifier that means it, in hex: the parameters are part of the match. */
  readonly identifiers: readonly string[]
  /** DER of the AlgorithmIdentifier in the key's SubjectPublicKeyInfo, in hex. */
  readonly key: string
  readonly importAs: { readonly name: string; readonly hash?: string; readonly namedCurve?: string }
  readonly verifyWith: { readonly name: string; readonly hash?: string; readonly saltLength?: number }
  /** Length of r and of s (RFC 3279 §2.2.3 sends them as DER, WebCrypto wants them side by side). */
  readonly coordinate?: number
  /** Believed only under `algorithms: 'legacy'`. */
  readonly legacy?: true
}

/** The row for a signature algorithm and a key's algorithm, both DER; undefined if there is none. */
export function signatureAlgorithm(identifier: Bytes, key: Bytes): SignatureAlgorithm | undefined {
  if (identifier.length > limits.algorithmIdentifier || key.length > limits.algorithmIdentifier)
    return undefined
  return rows.get(rowKey(toHex(identifier), toHex(key)))
}

/** Keys that are RSA, whose size the caller has to look at. */
export const rsaKey = '300d06092a864886f70d0101010500'

const p256 = '301306072a8648ce3d020106082a8648ce3d030107'
const p384 = '301006072a8648ce3d020106052b81040022'
const p521 = '301006072a8648ce3d020106052b81040023'
const ed25519 = '300506032b6570'

// RFC 4055 §5: sent with NULL, accepted without.
const rsaSha1 = ['300d06092a864886f70d0101050500', '300b06092a864886f70d010105']
const rsaSha256 = ['300d06092a864886f70d01010b0500', '300b06092a864886f70d01010b']
const rsaSha384 = ['300d06092a864886f70d01010c0500', '300b06092a864886f70d01010c']
const rsaSha512 = ['300d06092a864886f70d01010d0500', '300b06092a864886f70d01010d']

// RFC 4055 §3.1, and byte for byte Baseline Requirements §7.1.3.2.1: MGF1 with the same hash, a salt as long as the
// hash, trailer 1 left out as DER wants its defaults. The second form leaves out the NULLs of the hashes, which one must
// accept (§2.1) and D-TRUST sends.
const pssSha256 = [
  '304106092a864886f70d01010a3034a00f300d06096086480165030402010500' +
    'a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120',
  '303d06092a864886f70d01010a3030a00d300b0609608648016503040201' +
    'a11a301806092a864886f70d010108300b0609608648016503040201a203020120',
]
const pssSha384 = [
  '304106092a864886f70d01010a3034a00f300d06096086480165030402020500' +
    'a11c301a06092a864886f70d010108300d06096086480165030402020500a203020130',
  '303d06092a864886f70d01010a3030a00d300b0609608648016503040202' +
    'a11a301806092a864886f70d010108300b0609608648016503040202a203020130',
]
const pssSha512 = [
  '304106092a864886f70d01010a3034a00f300d06096086480165030402030500' +
    'a11c301a06092a864886f70d010108300d06096086480165030402030500a203020140',
  '303d06092a864886f70d01010a3030a00d300b0609608648016503040203' +
    'a11a301806092a864886f70d010108300b0609608648016503040203a203020140',
]

// RFC 5758 §3.2: no parameters.
const ecdsaSha1 = ['300906072a8648ce3d0401']
const ecdsaSha256 = ['300a06082a8648ce3d040302']
const ecdsaSha384 = ['300a06082a8648ce3d040303']
const ecdsaSha512 = ['300a06082a8648ce3d040304']

const table: readonly SignatureAlgorithm[] = [
  { ...rsa('SHA-256'), identifiers: rsaSha256 },
  { ...rsa('SHA-384'), identifiers: rsaSha384 },
  { ...rsa('SHA-512'), identifiers: rsaSha512 },
  { ...rsa('SHA-1'), identifiers: rsaSha1, legacy: true },
  { ...pss('SHA-256', 32), identifiers: pssSha256 },
  { ...pss('SHA-384', 48), identifiers: pssSha384 },
  { ...pss('SHA-512', 64), identifiers: pssSha512 },
  { ...ecdsa('P-256', 'SHA-256'), identifiers: ecdsaSha256, key: p256, coordinate: 32 },
  { ...ecdsa('P-256', 'SHA-384'), identifiers: ecdsaSha384, key: p256, coordinate: 32 },
  { ...ecdsa('P-256', 'SHA-512'), identifiers: ecdsaSha512, key: p256, coordinate: 32 },
  { ...ecdsa('P-256', 'SHA-1'), identifiers: ecdsaSha1, key: p256, coordinate: 32, legacy: true },
  { ...ecdsa('P-384', 'SHA-256'), identifiers: ecdsaSha256, key: p384, coordinate: 48 },
  { ...ecdsa('P-384', 'SHA-384'), identifiers: ecdsaSha384, key: p384, coordinate: 48 },
  { ...ecdsa('P-384', 'SHA-512'), identifiers: ecdsaSha512, key: p384, coordinate: 48 },
  { ...ecdsa('P-384', 'SHA-1'), identifiers: ecdsaSha1, key: p384, coordinate: 48, legacy: true },
  { ...ecdsa('P-521', 'SHA-256'), identifiers: ecdsaSha256, key: p521, coordinate: 66 },
  { ...ecdsa('P-521', 'SHA-384'), identifiers: ecdsaSha384, key: p521, coordinate: 66 },
  { ...ecdsa('P-521', 'SHA-512'), identifiers: ecdsaSha512, key: p521, coordinate: 66 },
  { ...ecdsa('P-521', 'SHA-1'), identifiers: ecdsaSha1, key: p521, coordinate: 66, legacy: true },
  // RFC 8410 §3.
  { identifiers: [ed25519], key: ed25519, importAs: { name: 'Ed25519' }, verifyWith: { name: 'Ed25519' } },
]

function rsa(hash: string) {
  const name = 'RSASSA-PKCS1-v1_5'
  return { key: rsaKey, importAs: { name, hash }, verifyWith: { name } }
}

function pss(hash: string, saltLength: number) {
  const name = 'RSA-PSS'
  return { key: rsaKey, importAs: { name, hash }, verifyWith: { name, saltLength } }
}

function ecdsa(namedCurve: string, hash: string) {
  return { importAs: { name: 'ECDSA', namedCurve }, verifyWith: { name: 'ECDSA', hash } }
}

const rows = new Map(
  table.flatMap((row) => row.identifiers.map((identifier) => [rowKey(identifier, row.key), row] as const)),
)

function rowKey(identifier: string, key: string): string {
  return `${identifier} ${key}`
}
