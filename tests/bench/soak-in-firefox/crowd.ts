import { verified } from '../../lab/scenarios/expect.ts'
import type { LeafPlan, Row, Variant } from '../../lab/scenarios/variant.ts'
import type { SiteAnswers } from '../../lab/servers/tls-sites.ts'

/** As certificates are met: CRLite covers most, of the others the CRL or the responder has to be asked. */
const LEAVES: readonly LeafPlan[] = [
  { responders: ['ocsp'], crls: ['crl'], sct: 'covered' },
  { crls: ['crl'] },
  { responders: ['ocsp'] },
]

/** So many hosts, each with a certificate, a key and a CRL or a responder of its own. */
export function crowdRow(hosts: number): Row {
  return { row: 0, title: 'A crowd', variants: Array.from({ length: hosts }, (_, n) => variant(n)) }
}

function variant(n: number): Variant {
  return {
    slug: `crowd-${n}`,
    title: `Host ${n}`,
    why: 'One of many.',
    leaf: LEAVES[n % LEAVES.length] ?? {},
    arrange: {},
    expect: verified('crlite', 'crl', 'ocsp'),
    kinds: ['public'],
  }
}

export const PART_PATH = '/part'

export const crowdAnswers: SiteAnswers = async (_, path) =>
  path.startsWith(PART_PATH) ? { type: 'text/plain', body: 'A part.' } : undefined
