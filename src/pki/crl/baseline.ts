import type { Certificate } from '../certificate/certificate.ts'
import type { CrlFields } from './scan.ts'

/** In what a CRL falls short of the Baseline Requirements for TLS certificates. */
export type CrlNote =
  'interval-too-long' | 'no-authority-key-id' | 'no-crl-number' | 'no-next-update' | 'reissue-overdue'

/** None of these makes what the CRL says less true: they say how well its CA works. */
export function judgeCrl(crl: CrlFields, certificate: Certificate, now: number): readonly CrlNote[] {
  const facts = { ...crl, now, kind: kindOf(certificate) }
  return rules.filter(({ isBroken }) => isBroken(facts)).map(({ note }) => note)
}

interface Kind {
  /** From thisUpdate to nextUpdate at most, and from one CRL to the next. */
  readonly interval: number
  readonly reissue: number
}

type Facts = CrlFields & { readonly now: number; readonly kind: Kind }

const day = 86_400_000
// "twelve months" may contain a 29 February, and end on the last second of the day.
const twelveMonths = 367 * day

// Baseline Requirements §7.2 (nextUpdate), §4.9.7: every 7 days where the certificates name a responder, else every 4.
const kinds = {
  authority: { interval: twelveMonths, reissue: twelveMonths },
  withResponder: { interval: 10 * day, reissue: 7 * day },
  withoutResponder: { interval: 10 * day, reissue: 4 * day },
}

function kindOf({ isCa, ocspUrls }: Certificate): Kind {
  if (isCa) return kinds.authority
  return ocspUrls.length > 0 ? kinds.withResponder : kinds.withoutResponder
}

const rules: readonly { readonly note: CrlNote; readonly isBroken: (facts: Facts) => boolean }[] = [
  // §7.2.
  { note: 'no-next-update', isBroken: ({ nextUpdate }) => nextUpdate === undefined },
  {
    note: 'interval-too-long',
    isBroken: ({ thisUpdate, nextUpdate, kind }) => (nextUpdate ?? 0) - thisUpdate > kind.interval,
  },
  // §4.9.7.
  { note: 'reissue-overdue', isBroken: ({ thisUpdate, now, kind }) => now - thisUpdate > kind.reissue },
  // §7.2.2.
  { note: 'no-authority-key-id', isBroken: ({ authorityKeyId }) => authorityKeyId === undefined },
  { note: 'no-crl-number', isBroken: ({ number }) => number === undefined },
]
