import type { Bytes } from '../bytes.ts'
import type { Certificate } from '../certificate/certificate.ts'
import { PkiError } from '../pki-error.ts'
import type { CheckContext, DocumentCause } from '../statement.ts'
import { type SignatureFault, verifySignature } from '../verify-signature.ts'
import type { WebCrypto } from '../web-crypto.ts'
import { type CrlIndex, signedBy } from './crl-index.ts'
import { listEntries, type Pause, placeEntries } from './read-entries.ts'
import { type Crl, scanCrl } from './scan.ts'
import { maySign } from './signer.ts'

/** Why there is no index of a CRL. */
export interface Refusal {
  readonly kind: 'refused'
  readonly cause: DocumentCause
  readonly detail?: string
}

export type Indexed = { readonly kind: 'indexed'; readonly index: CrlIndex } | Refusal

export interface IndexContext extends Pick<CheckContext, 'crypto' | 'algorithms'> {
  /** Called after every ten milliseconds or so of work; without it a large CRL is read in one go. */
  readonly pause?: Pause
}

/**
 * Verifies the CRL with the keys of `issuers`, puts its entries in order meanwhile, and keeps nothing of its bytes.
 * Never rejects. Of issuers that are not in the certificate's own chain, the caller vouches for the path: it has to be
 * valid, and under the same root (RFC 5280 §6.3.3 (f)).
 */
export async function indexCrl(
  bytes: Bytes,
  issuers: readonly Certificate[],
  context: IndexContext,
): Promise<Indexed> {
  try {
    const crl = scanCrl(bytes)
    const [likelySigner, ...others] = issuers.filter(maySign(crl)).slice(0, maxCandidates)
    if (!likelySigner) return { kind: 'refused', cause: 'wrong-issuer' }
    const [critical] = crl.unknownCriticalExtensions
    if (critical !== undefined) throw new PkiError('unsupported', `critical extension ${critical}`)
    return await verifyAndIndex(crl, [likelySigner, ...others], context)
  } catch (error) {
    return refusalOf(error)
  }
}

/** Certificates of one name whose keys are tried, each at the cost of a verification. */
const maxCandidates = 8

async function verifyAndIndex(
  crl: Crl,
  candidates: readonly [Certificate, ...Certificate[]],
  context: IndexContext,
): Promise<Indexed> {
  const [likelySigner] = candidates
  const [verification, started] = startVerification(crl, candidates, context)
  // The platform verifies on threads of its own, once it is given the bytes: that must not wait for all of the entries.
  const pause = afterFirst(() => Promise.race([started, verification]), context.pause)
  const indexed = await indexOrRefusal(crl, likelySigner, pause)
  const signer = await verification
  if (signer.kind === 'refused') return signer
  if (indexed.kind === 'refused' || signer.certificate === likelySigner) return indexed
  return { kind: 'indexed', index: signedBy(indexed.index, signer.certificate.spki) }
}

function afterFirst(first: () => Promise<unknown>, pause: Pause | undefined): Pause {
  let isFirst = true
  return async () => {
    if (isFirst) await first()
    isFirst = false
    await pause?.()
  }
}

/** Entries that are not in order are a matter for later: that nobody has signed them is worth more to know. */
async function indexOrRefusal(crl: Crl, { spki }: Certificate, pause: Pause): Promise<Indexed> {
  try {
    const { listing, certificateIssuers } = await listEntries(crl, pause)
    const parts = { signerKey: spki, frame: crl.frame, certificateIssuers }
    return { kind: 'indexed', index: await placeEntries(listing, parts, pause) }
  } catch (error) {
    return refusalOf(error)
  }
}

/** The key is imported first, which takes a turn of the event loop: the second promise is kept when that is over. */
function startVerification(
  crl: Crl,
  candidates: readonly Certificate[],
  { crypto, algorithms }: IndexContext,
): readonly [signer: Promise<Signer>, started: Promise<void>] {
  let announce: (() => void) | undefined
  const started = new Promise<void>((resolve) => {
    announce = resolve
  })
  const announcing: WebCrypto = {
    digest: (algorithm, bytes) => crypto.digest(algorithm, bytes),
    importKey: (...key) => crypto.importKey(...key),
    verify: (...signed) => {
      const verified = crypto.verify(...signed)
      announce?.()
      return verified
    },
  }
  const context = { crypto: announcing, ...(algorithms && { algorithms }) }
  return [findSigner(crl, candidates, context), started]
}

type Signer = { readonly kind: 'verified'; readonly certificate: Certificate } | Refusal

async function findSigner(
  { tbs, signatureAlgorithm, signature }: Crl,
  candidates: readonly Certificate[],
  context: Pick<CheckContext, 'crypto' | 'algorithms'>,
): Promise<Signer> {
  let cause: SignatureFault = 'bad-signature'
  for (const certificate of candidates) {
    const signed = { algorithm: signatureAlgorithm, signature, signed: tbs, spki: certificate.spki }
    const verified = await verifySignature(signed, context)
    if (verified === 'verified') return { kind: 'verified', certificate }
    cause = verified
  }
  return { kind: 'refused', cause }
}

/** What was thrown, as a value: PkiErrors keep their code, and nothing else can be judged. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof PkiError) return { kind: 'refused', cause: error.code, detail: error.message }
  return {
    kind: 'refused',
    cause: 'unsupported',
    detail: error instanceof Error ? error.message : String(error),
  }
}
