import { toHex } from '../../pki/bytes.ts'
import { shortDigest } from '../../pki/short-digest.ts'
import type { Evidence } from '../../policy/evidence.ts'
import { type KeyHolder, type KnownKey, withHolder } from '../../policy/known-key.ts'
import type { Subject } from '../../policy/source.ts'
import { toBase64 } from '../storage/base64.ts'
import type { SessionTable } from '../storage/session-table.ts'

/** What is remembered of keys: which certificates had them, and which of them were revoked because the key was stolen. */
export interface KeyLedger {
  /** Enters the certificate with its key, and gives all that is known of that. */
  readonly meet: (subject: Subject, isPrivate: boolean) => Promise<Met>
  /** Tells that the certificate was revoked because of its key; true where that is news. */
  readonly noteCompromise: (subject: Subject, evidence: Evidence, isPrivate: boolean) => Promise<boolean>
  /** What is known of the key of a certificate that was met. */
  readonly keyOf: (fingerprint: string, isPrivate: boolean) => Promise<KnownKey | undefined>
  /** Whether it is time to ask what has become of the certificate; it counts as asked about then. */
  readonly isDue: (fingerprint: string) => Promise<boolean>
  readonly forget: () => Promise<void>
  readonly forgetPrivate: () => Promise<void>
}

export interface Met {
  readonly fingerprint: string
  readonly key: KnownKey
  /** The certificate was not known to have it. */
  readonly isNew: boolean
}

interface LedgerParts {
  /** On disk. Those that were stolen are apart, so that no others take their place. */
  readonly keys: SessionTable<KnownKey>
  readonly stolen: SessionTable<KnownKey>
  /** In memory: what private windows have seen. */
  readonly privateKeys: SessionTable<KnownKey>
  /** The key's name, by the fingerprint of a certificate that has it. In memory. */
  readonly names: SessionTable<string>
  /** When a certificate was asked about because of its key, by its fingerprint. In memory. */
  readonly asked: SessionTable<number>
  readonly now: () => number
}

/** CRLs come out once or twice a day. */
const ASKED_AGAIN_AFTER_MS = 12 * 3_600_000

export function createKeyLedger({ keys, stolen, privateKeys, names, asked, now }: LedgerParts): KeyLedger {
  /** Private windows also know what the others do, and never the other way round. */
  const find = async (name: string, isPrivate: boolean): Promise<KnownKey | undefined> =>
    (isPrivate ? await privateKeys.find(name) : undefined) ?? (await stolen.find(name)) ?? keys.find(name)
  const keep = (name: string, key: KnownKey, isPrivate: boolean): Promise<void> => {
    if (isPrivate) return privateKeys.keep(name, key)
    return (key.compromise === undefined ? keys : stolen).keep(name, key)
  }

  return {
    async meet(subject, isPrivate) {
      const [name, holder] = await Promise.all([nameOf(subject), holderOf(subject)])
      const { fingerprint } = holder
      if (!isPrivate && (await names.find(fingerprint)) === undefined) void names.keep(fingerprint, name)
      const known = await find(name, isPrivate)
      const grown = withHolder(known, holder, now())
      // Nobody waits for the disk: memory has it already.
      if (grown !== undefined) void keep(name, grown, isPrivate)
      return {
        fingerprint,
        key: grown ?? known ?? { firstSeen: now(), holders: [holder] },
        isNew: grown !== undefined,
      }
    },
    async noteCompromise(subject, evidence, isPrivate) {
      const [name, holder] = await Promise.all([nameOf(subject), holderOf(subject)])
      const known = await find(name, isPrivate)
      if (known?.compromise !== undefined) return false
      const key = withHolder(known, holder, now()) ?? known ?? { firstSeen: now(), holders: [holder] }
      await keep(name, { ...key, compromise: { fingerprint: holder.fingerprint, evidence } }, isPrivate)
      return true
    },
    async keyOf(fingerprint, isPrivate) {
      const name = await names.find(fingerprint)
      return name === undefined ? undefined : find(name, isPrivate)
    },
    async isDue(fingerprint) {
      const last = (await asked.find(fingerprint)) ?? -Infinity
      if (Math.abs(now() - last) < ASKED_AGAIN_AFTER_MS) return false
      await asked.keep(fingerprint, now())
      return true
    },
    async forget() {
      await Promise.all([keys, stolen, privateKeys, names, asked].map((table) => table.clear()))
    },
    forgetPrivate: () => privateKeys.clear(),
  }
}

/**
 * Under a built-in root the digest of the key (RFC 5280 SubjectPublicKeyInfo). What a CA says that somebody has added to
 * this computer is said of its own certificates alone: it may put anybody's key into one and revoke that.
 */
async function nameOf({ certificate, issuer, isBuiltInRoot }: Subject): Promise<string> {
  const digest = await hash(certificate.spki)
  return isBuiltInRoot ? digest : `${await hash(issuer.spki)} ${digest}`
}

async function holderOf({ certificate, issuer }: Subject): Promise<KeyHolder> {
  return {
    fingerprint: await hash(certificate.der),
    notAfter: certificate.notAfter,
    certificate: toBase64(certificate.der),
    issuer: toBase64(issuer.der),
  }
}

async function hash(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(new Uint8Array(await shortDigest.digest('SHA-256', bytes)))
}
