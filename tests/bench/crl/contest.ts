import { openIndex } from '../../../src/pki/crl/crl-index.ts'
import { indexCrl } from '../../../src/pki/crl/index-crl.ts'
import { lookUp } from '../../../src/pki/crl/look-up.ts'
import { context } from '../../pki/build/context.ts'
import { crlSample } from './sample.ts'

export type Contest = {
  /** Entries of the CRL. */
  readonly count: number
  readonly rounds: number
}

/** Milliseconds in each round, and what the index weighs. */
export type Outcome = {
  readonly crlBytes: number
  readonly indexBytes: number
  /** What an index may have: 1.3 times the serials and 8 bytes an entry. */
  readonly indexLimit: number
  /** The yardstick: WebCrypto's digest of the same bytes. */
  readonly sha256: readonly number[]
  readonly index: readonly number[]
  readonly open: readonly number[]
  /** One look-up, the mean of 2,000: half of them listed. */
  readonly lookUp: readonly number[]
}

/** Runs in a page of Firefox and in Node alike. */
export async function measure({ count, rounds }: Contest): Promise<Outcome> {
  const { crl, ca, serialBytes, listed, unlisted } = await crlSample(count)
  const indexed = await indexCrl(crl, [ca.issuer], context())
  if (indexed.kind === 'refused') throw new Error(indexed.cause)
  const { bytes } = indexed.index
  const index = openIndex(bytes)
  const certificates = [...listed, ...unlisted]
  const answers = certificates.map((certificate) => ({ certificate, issuer: ca.issuer }))
  const runs = {
    sha256: () => crypto.subtle.digest('SHA-256', crl),
    index: () => indexCrl(crl, [ca.issuer], context()),
    open: () => openIndex(bytes),
    lookUp: () => {
      const revoked = answers.filter((subject) => lookUp(index, subject, context()).status.kind === 'revoked')
      if (revoked.length !== listed.length) throw new Error('wrong answers')
    },
  }
  const times = { sha256: [0], index: [0], open: [0], lookUp: [0] }
  for (const name of ['sha256', 'index', 'open', 'lookUp'] as const) times[name].pop()
  // They take turns, so that whatever else the machine does meets all of them alike.
  for (let round = -1; round < rounds; round++) {
    for (const name of ['sha256', 'index', 'open', 'lookUp'] as const) {
      const startedAt = performance.now()
      await runs[name]()
      const tookMs = performance.now() - startedAt
      if (round >= 0) times[name].push(name === 'lookUp' ? tookMs / answers.length : tookMs)
    }
  }
  const indexLimit = 1.3 * serialBytes + 8 * count
  return { crlBytes: crl.length, indexBytes: bytes.length, indexLimit, ...times }
}
