import { byKind, refused, verified } from './expect.ts'
import type { LeafPlan, Variant } from './variant.ts'

const MUST_STAPLE: LeafPlan = { responders: ['ocsp'], mustStaple: true }
/** As the Baseline Requirements want it: a CRL in any case. */
const WITH_CRL: LeafPlan = { responders: ['ocsp'], crls: ['crl'] }

/** Row 13 with servers that others wrote; left out where they are not installed. */
export const REAL_SERVERS: readonly Variant[] = [
  {
    slug: '13-apache-stapled',
    title: 'Apache: must-staple, stapled',
    why: 'A real Apache httpd asks the responder and staples what it says.',
    leaf: MUST_STAPLE,
    server: { program: 'apache', directives: ['SSLUseStapling on'] },
    arrange: {},
    expect: verified('ocsp'),
  },
  {
    slug: '13-apache-missing',
    title: 'Apache: must-staple, stapling off',
    why: 'Stapling is off by default, and the certificate demands it.',
    leaf: MUST_STAPLE,
    server: { program: 'apache', directives: [] },
    arrange: {},
    expect: refused('MOZILLA_PKIX_ERROR_REQUIRED_TLS_FEATURE_MISSING'),
  },
  {
    slug: '13-apache-revoked',
    title: 'Apache: staple says revoked',
    why: 'It also staples that its own certificate is revoked.',
    leaf: { responders: ['ocsp'] },
    server: { program: 'apache', directives: ['SSLUseStapling on'] },
    arrange: { responders: { ocsp: 'revoked' } },
    expect: refused('SEC_ERROR_REVOKED_CERTIFICATE'),
  },
  {
    slug: '13-apache-try-later',
    title: 'Apache: the bug',
    why: 'An hour (here a second) after a good answer Apache drops it; the responder is down, so it staples a tryLater of its own making.',
    leaf: WITH_CRL,
    server: {
      program: 'apache',
      directives: ['SSLUseStapling on', 'SSLStaplingStandardCacheTimeout 1'],
    },
    outlivedMs: 1_500,
    arrange: { responders: { ocsp: 'cut-off' } },
    expect: byKind(verified('crl'), refused('SEC_ERROR_OCSP_TRY_SERVER_LATER')),
  },
  {
    slug: '13-nginx-stapled',
    title: 'nginx: must-staple, stapled from a file',
    why: 'From the first handshake on. An answer that nginx asks for by itself comes too late for the first visitor.',
    leaf: MUST_STAPLE,
    server: { program: 'nginx', file: 'good', directives: ['ssl_stapling on;'] },
    arrange: {},
    expect: verified('ocsp'),
  },
  {
    slug: '13-nginx-asking',
    title: 'nginx: asks by itself',
    why: 'It fetches the answer when the first visitor has come, who gets none.',
    leaf: { responders: ['ocsp'] },
    server: { program: 'nginx', directives: ['ssl_stapling on;'] },
    arrange: {},
    expect: verified('ocsp'),
  },
  {
    slug: '13-nginx-expired',
    title: 'nginx: an expired answer in the file',
    why: 'nginx staples the file as it is. Under a built-in root Firefox overlooks that; else it asks, and the responder is down.',
    leaf: WITH_CRL,
    server: { program: 'nginx', file: 'expired', directives: ['ssl_stapling on;'] },
    arrange: { responders: { ocsp: 'cut-off' } },
    expect: byKind(verified('crl'), refused('SEC_ERROR_OCSP_OLD_RESPONSE')),
  },
]
