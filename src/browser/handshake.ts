import type { WebRequest } from 'webextension-polyfill'
import type { Bytes } from '../pki/bytes.ts'
import type { ConnectionFacts } from './messages.ts'

/** What the cheap form of getSecurityInfo tells of a connection. */
export type Handshake =
  /** No TLS, or no word about it. */
  | { readonly kind: 'none' }
  /** The user clicked through Firefox's own certificate error. */
  | { readonly kind: 'overridden'; readonly facts: ConnectionFacts }
  | { readonly kind: 'accepted'; readonly fingerprint: string; readonly facts: ConnectionFacts }

/** The chain that Firefox built, as it arrived. */
export interface ReceivedChain {
  /** DER, leaf first, root last. */
  readonly certificates: readonly Bytes[]
  /** SHA-256 of each, lower-case hex. */
  readonly fingerprints: readonly string[]
  readonly isBuiltInRoot: boolean
}

type SecurityInfo = WebRequest.SecurityInfo | undefined

export function readHandshake(info: SecurityInfo, fromCache: boolean): Handshake {
  if (info === undefined || (info.state !== 'secure' && info.state !== 'weak')) return { kind: 'none' }
  const facts = readFacts(info, fromCache)
  const leaf = info.certificates[0]
  // After an override the state is `secure` all the same; only this field betrays it.
  if (info.overridableErrorCategory !== undefined) return { kind: 'overridden', facts }
  if (leaf === undefined) return { kind: 'none' }
  return { kind: 'accepted', fingerprint: normalise(leaf.fingerprint.sha256), facts }
}

/** Undefined where Firefox gives no chain (it does not after an override). */
export function readChain(info: SecurityInfo): ReceivedChain | undefined {
  const root = info?.certificates.at(-1)
  if (info === undefined || root === undefined) return undefined
  const certificates = info.certificates.map(({ rawDER }) => Uint8Array.from(rawDER ?? []))
  if (certificates.some((der) => der.length === 0)) return undefined
  return {
    certificates,
    fingerprints: info.certificates.map(({ fingerprint }) => normalise(fingerprint.sha256)),
    isBuiltInRoot: root.isBuiltInRoot,
  }
}

function readFacts(info: WebRequest.SecurityInfo, fromCache: boolean): ConnectionFacts {
  return {
    protocol: info.protocolVersion ?? 'unknown',
    cipherSuite: info.cipherSuite ?? '',
    keyExchange: info.keaGroupName,
    signatureScheme: info.signatureSchemeName,
    usedEch: info.usedEch === true,
    usedDelegatedCredentials: info.usedDelegatedCredentials === true,
    usedOcsp: info.usedOcsp === true,
    fromCache,
    certificateTransparency: info.certificateTransparencyStatus,
  }
}

function normalise(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toLowerCase()
}
