import { beforeAll, describe, expect, it } from 'vitest'
import { openIndex } from '../../../src/pki/crl/crl-index.ts'
import { indexCrl } from '../../../src/pki/crl/index-crl.ts'
import { lookUp } from '../../../src/pki/crl/look-up.ts'
import { type CrlSample, crlSample } from '../../bench/crl/sample.ts'
import { context } from '../build/context.ts'

let sample: CrlSample
beforeAll(async () => {
  sample = await crlSample(1_000_000)
}, 120_000)

async function index() {
  const indexed = await indexCrl(sample.crl, [sample.ca.issuer], context())
  if (indexed.kind === 'refused') throw new Error(indexed.cause)
  return indexed.index
}

describe('a CRL of a million entries', { timeout: 120_000 }, () => {
  it('is answered from exactly, also after the index has been stored', async () => {
    const value = openIndex((await index()).bytes.slice())
    const kinds = (certificates: CrlSample['listed']) =>
      new Set(
        certificates.map(
          (certificate) => lookUp(value, { certificate, issuer: sample.ca.issuer }, context()).status.kind,
        ),
      )
    expect(value.count).toBe(sample.count)
    expect(kinds(sample.listed)).toEqual(new Set(['revoked']))
    expect(kinds(sample.unlisted)).toEqual(new Set(['good']))
  })

  it('is kept in no more than 1.3 times the bytes of the serials and 8 for each', async () => {
    expect((await index()).bytes.length).toBeLessThan(1.3 * sample.serialBytes + 8 * sample.count)
  })

  it('is verified and indexed in few times what SHA-256 takes', async () => {
    // Alone it takes about four times as long; others use the machine, too.
    const hashing = await best(() => crypto.subtle.digest('SHA-256', sample.crl))
    expect(await best(index)).toBeLessThan(20 * hashing)
  })
})

async function best(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 5; round++) {
    const start = performance.now()
    await run()
    times.push(performance.now() - start)
  }
  return Math.min(...times)
}
