import { fromBER } from 'asn1js'
import { KEYUTIL, RSAKey, X509CRL } from 'jsrsasign'
import { Certificate, CertificateRevocationList } from 'pkijs'
import { toHex } from '../../../src/pki/bytes.ts'
import { openIndex } from '../../../src/pki/crl/crl-index.ts'
import { indexCrl } from '../../../src/pki/crl/index-crl.ts'
import { lookUp } from '../../../src/pki/crl/look-up.ts'
import { context } from '../../pki/build/context.ts'
import { type Contender, race } from '../race.ts'
import { type CrlSample, crlSample } from './sample.ts'

export type Contest = {
  /** Entries of the CRL. */
  readonly count: number
  readonly rounds: number
  /** Of pkijs and jsrsasign, which take their time. */
  readonly slowRounds: number
}

export type Outcome = {
  readonly count: number
  readonly crlBytes: number
  readonly indexBytes: number
  /** Bytes of all serials. */
  readonly serialBytes: number
  /** Milliseconds in each round, by contender. */
  readonly times: { readonly [contender: string]: readonly number[] }
}

/** Runs in a page of Firefox and in Node alike. */
export async function measure(contest: Contest): Promise<Outcome> {
  return measureSample(await crlSample(contest.count), contest)
}

/** With others in the race where there are any. */
export async function measureSample(
  sample: CrlSample,
  { rounds, slowRounds }: Contest,
  others: readonly Contender[] = [],
): Promise<Outcome> {
  const { crl, serialBytes } = sample
  const { bytes } = await indexOf(sample)
  const contenders = [...ours(sample, openIndex(bytes)), ...others]
  const slow = [
    { name: 'pkijs', run: () => verifyWithPkijs(sample) },
    { name: 'jsrsasign', run: () => Promise.resolve(verifyWithJsrsasign(sample)) },
  ]
  const times = {
    ...(await timesOf(contenders, { rounds, warmUp: 3 })),
    ...(await timesOf(slow, { rounds: slowRounds, warmUp: Math.min(3, slowRounds - 1) })),
  }
  const { lookUps = [] } = times
  const lookUpsEach = sample.listed.length + sample.unlisted.length
  return {
    count: sample.count,
    crlBytes: crl.length,
    indexBytes: bytes.length,
    serialBytes,
    times: { ...times, lookUp: lookUps.map((ms) => ms / lookUpsEach) },
  }
}

function ours(sample: CrlSample, index: ReturnType<typeof openIndex>): readonly Contender[] {
  const { crl, ca, listed, unlisted } = sample
  const subjects = [...listed, ...unlisted].map((certificate) => ({ certificate, issuer: ca.issuer }))
  const asked = context()
  const isRevoked = (subject: (typeof subjects)[number]) =>
    lookUp(index, subject, asked).status.kind === 'revoked'
  return [
    {
      name: 'sha256',
      run: async () => (await crypto.subtle.digest('SHA-256', crl)).byteLength === 32,
    },
    { name: 'index', run: async () => (await indexOf(sample)).count === sample.count },
    { name: 'open', run: () => Promise.resolve(openIndex(index.bytes).count === sample.count) },
    { name: 'lookUps', run: () => Promise.resolve(subjects.filter(isRevoked).length === listed.length) },
  ]
}

async function indexOf({ crl, ca }: CrlSample) {
  const indexed = await indexCrl(crl, [ca.issuer], context())
  if (indexed.kind === 'refused') throw new Error(indexed.cause)
  return indexed.index
}

/** Leaves a list of objects, in which a serial would have to be searched for. */
async function verifyWithPkijs({ crl, ca, count }: CrlSample): Promise<boolean> {
  const { result } = fromBER(crl, { maxNodes: 100_000_000, maxContentLength: crl.length })
  const list = new CertificateRevocationList({ schema: result })
  const isVerified = await list.verify({ issuerCertificate: Certificate.fromBER(ca.issuer.der) })
  return isVerified && list.revokedCertificates?.length === count
}

/** Works on hexadecimal text, and verifies with big numbers of its own. */
function verifyWithJsrsasign({ crl, ca, count }: CrlSample): boolean {
  const list = new X509CRL(toHex(crl))
  const key = KEYUTIL.getKey(toHex(ca.issuer.spki), undefined, 'pkcs8pub')
  if (!(key instanceof RSAKey)) throw new Error('the sample is signed with RSA')
  return list.verifySignature(key) && list.getRevCertArray()?.length === count
}

async function timesOf(contenders: readonly Contender[], options: Parameters<typeof race>[1]) {
  const times = options.rounds > 0 ? await race(contenders, options) : []
  return Object.fromEntries(contenders.map(({ name }, index) => [name, times[index] ?? []]))
}
