import { describe, expect, it } from 'vitest'
import bundled from '../../../extension/selftest/demonstration-sites.json' with { type: 'json' }
import { loadSites, parseSites } from '../../../src/browser/self-test/demonstration-sites.ts'
import { trialsOf } from '../../../src/policy/self-test/demonstration-site.ts'

const SITE = { ca: 'Root R1', revoked: 'https://revoked.example/', valid: 'https://valid.example/' }

describe('the list that comes with the add-on', () => {
  it('says of when it is', () => {
    expect(bundled.asOf).toMatch(/^20\d\d-\d\d-\d\d$/)
  })

  it('is taken as it stands: every entry whole, over https:, in its normal form, and there once', () => {
    expect(bundled.sites.length).toBeGreaterThan(100)
    expect(parseSites(bundled.sites)).toEqual(bundled.sites)
  })

  it('has each authority and each address once, in the order of the names', () => {
    const addresses = trialsOf(bundled.sites).map(({ url }) => url)
    expect(new Set(addresses).size).toBe(addresses.length)
    expect(new Set(bundled.sites.map(({ ca }) => ca)).size).toBe(bundled.sites.length)
  })
})

describe('a list from anything', () => {
  it.each([undefined, null, 'sites', {}, [null], [[]], [{ ca: 'A' }], [{ revoked: SITE.revoked }]])(
    'has no sites where it has none: %j',
    (list) => {
      expect(parseSites(list)).toEqual([])
    },
  )

  it.each([
    'http://revoked.example/',
    'javascript:alert(1)',
    'moz-extension://4a8f7d3c/options.html',
    'https://user:word@revoked.example/',
    'https://revoked.example/#part',
    'revoked.example',
    '',
    7,
  ])('leaves out %j', (address) => {
    expect(parseSites([{ ca: 'A', revoked: address }])).toEqual([])
    expect(parseSites([{ ca: 'A', revoked: SITE.revoked, valid: address }])).toEqual([
      { ca: 'A', revoked: SITE.revoked },
    ])
  })

  it('takes each address once, however it is written', () => {
    const again = { ca: 'B', revoked: 'HTTPS://Revoked.example:443' }
    expect(parseSites([SITE, again, { ca: 'C', revoked: 'https://c.example/', valid: SITE.valid }])).toEqual([
      SITE,
      { ca: 'C', revoked: 'https://c.example/' },
    ])
  })

  it('is bounded', () => {
    const many = Array.from({ length: 2_000 }, (_, n) => ({
      ca: 'A'.repeat(500),
      revoked: `https://${n}.example/`,
    }))
    const sites = parseSites(many)
    expect(sites).toHaveLength(500)
    expect(sites[0]?.ca).toHaveLength(120)
  })
})

const managed = (value: unknown) => ({ get: () => Promise.resolve({ selfTestSites: value }) })

describe('an administrator', () => {
  it('may name the sites', async () => {
    expect(await loadSites(managed([SITE]), bundled.sites)).toEqual([SITE])
  })

  it('who names none, or says nothing, leaves the list that comes with the add-on', async () => {
    expect(await loadSites(managed([{ ca: 'A' }]), [SITE])).toEqual([SITE])
    const silent = { get: () => Promise.reject(new Error('Managed storage manifest not found')) }
    expect(await loadSites(silent, [SITE])).toEqual([SITE])
  })
})
