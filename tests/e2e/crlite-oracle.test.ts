import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Bytes } from '../../src/pki/bytes.ts'
import { askCrlite } from '../../src/pki/crlite/ask.ts'
import { openClubcard } from '../../src/pki/crlite/clubcard.ts'
import { buildFilter } from '../lab/crlite/build-filter.ts'
import { encodeFilter } from '../lab/crlite/encode-filter.ts'
import type { FilterParts } from '../lab/crlite/filter-parts.ts'
import { deltaFilter } from '../lab/crlite/filter.ts'
import type { FilterPlan } from '../lab/crlite/plan.ts'
import { randomUniverse } from '../lab/crlite/universe.ts'
import { day } from '../pki/build/certificate.ts'
import { issueAll, type Issued, keysFor, withKeys } from './crlite-certificates.ts'
import { installFilters, verdictsOfFirefox } from './firefox/crlite.ts'
import { type FirefoxSession, launchFirefox } from './firefox/session.ts'

describe('Firefox itself', () => {
  let session: FirefoxSession
  let issued: readonly Issued[]
  let before: FilterPlan
  let after: FilterPlan

  beforeAll(async () => {
    const start = universeWith([0.1, 0.5, 1, 0, 0.8, 0.5])
    const keys = await keysFor(start)
    before = await withKeys(start, keys)
    after = await withKeys(universeWith([0.2, 0.6, 1, 0.3, 0.9, 0.5]), keys)
    issued = await issueAll(after, keys)
    session = await launchFirefox({ roots: {}, names: [], prefs: { 'security.OCSP.require': true } })
    for (const der of new Set(issued.map(({ issuer }) => issuer.der))) {
      await session.chrome.addRoot(base64(der))
    }
  })

  afterAll(() => session?.close())

  it.each([3, 4] as const)('says the same of 300 certificates, by version %i', async (version) => {
    const full = encodeFilter(withExceptions(buildFilter(withoutLast(before)), before), version)
    const delta = deltaFilter(withoutLast(before), withoutLast(after), version)
    for (const filters of [[full], [full, delta]]) {
      const ours = await ourVerdicts(filters, issued)
      await installFilters(session.chrome, filters)
      const theirs = await verdictsOfFirefox(
        session.chrome,
        issued.map(({ certificate }) => base64(certificate.der)),
      )
      expect(ours).toHaveLength(300)
      expect(new Set(ours)).toEqual(new Set(['good', 'revoked', 'unknown']))
      expect(theirs).toEqual(ours)
    }
  })
})

/** Six issuers with that share of their certificates revoked, the fifth of them encoded the other way round. */
function universeWith(shares: readonly number[]): FilterPlan {
  const issuers = [100, 60, 30, 30, 40, 40].map((known, n) => ({ known, revoked: shares[n] ?? 0 }))
  const turned = issuers.map((issuer, n) => (n === 4 ? Object.assign(issuer, { inverted: true }) : issuer))
  const now = Math.floor(Date.now() / day) * day
  return randomUniverse({ seed: 31, low: now - 100 * day, high: now - day, issuers: turned })
}

/** The last issuer is not enrolled. */
function withoutLast(plan: FilterPlan): FilterPlan {
  return { ...plan, issuers: plan.issuers.slice(0, -1) }
}

/** Some that are revoked are said to be good, as though the equations got others wrong. */
function withExceptions(parts: FilterParts, { issuers }: FilterPlan): FilterParts {
  const exceptions = issuers.flatMap(({ revoked }) => revoked.slice(4, 6))
  return { ...parts, blocks: parts.blocks.map((block) => Object.assign({}, block, { exceptions })) }
}

async function ourVerdicts(filters: readonly Bytes[], issued: readonly Issued[]): Promise<readonly string[]> {
  const opened = filters.map(openClubcard)
  const answers = await Promise.all(issued.map((subject) => askCrlite(opened, subject, crypto.subtle)))
  return answers.map(({ kind }) => kind)
}

function base64(bytes: Bytes): string {
  return Buffer.from(bytes).toString('base64')
}
