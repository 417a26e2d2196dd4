import { describe, expect, it } from 'vitest'
import type { ConnectionFacts } from '../../src/browser/messages.ts'
import type { Cause } from '../../src/policy/cause.ts'
import type { Evidence } from '../../src/policy/evidence.ts'
import type { ChainReport } from '../../src/policy/report.ts'
import { firefoxAlone } from '../../src/ui/firefox-alone.ts'
import { good, revoked, unknown } from '../fakes/evidence.ts'
import { chain, leaf, revokedVerdict } from './samples.ts'

function reportOf(...evidence: readonly Evidence[]): ChainReport {
  return { ...chain(revokedVerdict, [{ ...leaf, evidence }]), isBuiltInRoot: true }
}

function connection(usedOcsp: boolean): ConnectionFacts {
  return {
    protocol: 'TLSv1.3',
    cipherSuite: 'TLS_AES_128_GCM_SHA256',
    keyExchange: undefined,
    signatureScheme: undefined,
    usedEch: false,
    usedDelegatedCredentials: false,
    usedOcsp,
    fromCache: false,
    certificateTransparency: undefined,
  }
}

const unasked = connection(false)
const uncovered = (cause: Cause = 'not-covered') => reportOf(unknown(cause, 'crlite'), good('ocsp'))

describe('Firefox by itself', () => {
  it('let a certificate pass that CRLite lists, whether it asked a responder or not', () => {
    const report = reportOf(revoked('crlite'))
    for (const facts of [undefined, unasked, connection(true)]) {
      expect(firefoxAlone(report, facts)).toBe('let-it-pass')
    }
  })

  it.each(['not-covered', 'not-enrolled'] as const)('checked nothing where CRLite is %s', (cause) => {
    expect(firefoxAlone(uncovered(cause), unasked)).toBe('checked-nothing')
  })

  it('is not accused of that where it asked a responder, or where nobody knows', () => {
    expect(firefoxAlone(uncovered(), connection(true))).toBeUndefined()
    expect(firefoxAlone(uncovered(), undefined)).toBeUndefined()
  })

  it('is not accused of that under a root of a company, where it asks and remembers', () => {
    expect(firefoxAlone({ ...uncovered(), isBuiltInRoot: false }, unasked)).toBeUndefined()
  })

  it.each(['no-data', 'filter-stale'] as const)(
    'is not accused of anything where our own data are at fault (%s)',
    (cause) => {
      expect(firefoxAlone(uncovered(cause), unasked)).toBeUndefined()
    },
  )

  it('is not accused of anything where CRLite says good, or nothing', () => {
    expect(firefoxAlone(reportOf(good('crlite')), unasked)).toBeUndefined()
    expect(firefoxAlone(reportOf(revoked('crl')), unasked)).toBeUndefined()
    expect(firefoxAlone(undefined, unasked)).toBeUndefined()
  })
})
