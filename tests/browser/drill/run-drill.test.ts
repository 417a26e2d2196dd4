import { beforeEach, describe, expect, it } from 'vitest'
import { decodeChain } from '../../../src/browser/check/chain-store.ts'
import { planDrill } from '../../../src/browser/drill/drill-plan.ts'
import { type DrillParts, runDrill } from '../../../src/browser/drill/run-drill.ts'
import type { AloneSight } from '../../../src/browser/self-test/alone-probe.ts'
import type { DrillCheck } from '../../../src/browser/messages.ts'
import { FakeBackground } from '../../ui/fake-background.ts'
import { hardFailReport } from '../../ui/self-test/samples.ts'
import { type CertifiedSite, certifiedSite } from '../certified-site.ts'

const ADDRESS = 'https://bank.example/'
const REFUSED: AloneSight = {
  alone: { kind: 'refused', refusal: 'responder-failed', nss: -8071 },
  chain: undefined,
}

let site: CertifiedSite
let background: FakeBackground
let log: string[]
let firefox: AloneSight
let asked: number
let parts: DrillParts

const check: DrillCheck | undefined = hardFailReport.hardfail

beforeEach(async () => {
  site = await certifiedSite({ crls: ['crl.example'], responders: ['ocsp.example'] })
  log = []
  firefox = REFUSED
  asked = 1
  background = new FakeBackground({
    'drill.chain': () => ({ chain: undefined }),
    'drill.plan': ({ chain }) => ({ plan: planDrill(decodeChain(chain)), earlier: undefined }),
    'drill.check': () => check ?? Promise.reject(new Error('no sample')),
    'drill.note': () => true,
  })
  parts = {
    look: () => {
      log.push('look')
      return Promise.resolve({ alone: { kind: 'loaded' }, chain: site.chain })
    },
    connect: () => {
      log.push('connect')
      return Promise.resolve(firefox)
    },
    cutOff: ({ responders, hosts }) => {
      log.push(`cut ${[...responders].join()} ${[...hosts].join()}`)
      return Promise.resolve({ asked: () => asked, end: () => log.push('end') })
    },
    reaches: () => Promise.resolve(false),
    send: background.send,
    now: () => 1_000,
  }
})

const run = () => runDrill(ADDRESS, parts, () => {})

describe('a drill', () => {
  it('looks, cuts off whom the certificates name, and lets go again before it tells', async () => {
    expect(await run()).toMatchObject({
      host: 'bank.example',
      outcome: { kind: 'hard-fail' },
      responder: 'http://ocsp.example/',
      hardfail: check,
    })
    expect(log).toEqual(['look', 'cut http://ocsp.example/ ocsp.example,crl.example', 'connect', 'end'])
    expect(background.lastOf('drill.note')).toMatchObject({ wasAsked: true, outcome: { kind: 'hard-fail' } })
  })

  it('does not look at a site that was met', async () => {
    const { certificates, ...chain } = site.chain
    const encoded = { ...chain, certificates: certificates.map((der) => Buffer.from(der).toString('base64')) }
    background.answers['drill.chain'] = () => ({ chain: encoded })
    await run()
    expect(log).not.toContain('look')
  })

  it('goes by the certificate that the site shows in the end, if that names the same responder', async () => {
    const renewed = await certifiedSite({ responders: ['ocsp.example'] })
    firefox = { alone: { kind: 'loaded' }, chain: renewed.chain }
    expect((await run()).outcome).toEqual({ kind: 'soft-fail' })
    expect(background.lastOf('drill.note')).toMatchObject({ fingerprint: renewed.chain.fingerprints[0] })
    const elsewhere = await certifiedSite({ responders: ['ocsp.other.example'] })
    firefox = { alone: { kind: 'loaded' }, chain: elsewhere.chain }
    expect((await run()).outcome).toEqual({ kind: 'inconclusive', why: 'another-certificate' })
  })

  it('says nothing where the responder is reached all the same', async () => {
    parts = { ...parts, reaches: () => Promise.resolve(true) }
    expect((await run()).outcome).toEqual({ kind: 'inconclusive', why: 'not-cut-off' })
  })

  it('cuts nobody off where the site is not to be seen', async () => {
    parts = { ...parts, look: () => Promise.resolve(REFUSED) }
    expect(await run()).toMatchObject({
      outcome: { kind: 'inconclusive', why: 'responder-failed' },
      hardfail: undefined,
    })
    expect(log).toEqual([])
  })

  it('lets go where it breaks off', async () => {
    background.answers['drill.check'] = () => Promise.reject(new Error('gone'))
    await expect(run()).rejects.toThrow('gone')
    expect(log.at(-1)).toBe('end')
    parts = { ...parts, connect: () => Promise.reject(new Error('closed')) }
    await expect(run()).rejects.toThrow('closed')
    expect(log.at(-1)).toBe('end')
  })
})
