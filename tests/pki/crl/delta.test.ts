import { beforeAll, describe, expect, it } from 'vitest'
import type { Bytes } from '../../../src/pki/bytes.ts'
import type { CrlIndex } from '../../../src/pki/crl/crl-index.ts'
import { mismatch } from '../../../src/pki/crl/delta.ts'
import { indexCrl } from '../../../src/pki/crl/index-crl.ts'
import { lookUp } from '../../../src/pki/crl/look-up.ts'
import { type Authority, buildAuthority, caKeyId } from '../build/authority.ts'
import { authorityKeyId, day, extension, name, now } from '../build/certificate.ts'
import { context } from '../build/context.ts'
import {
  buildCrl,
  crlNumber,
  type CrlPlan,
  entry,
  issuingDistributionPoint,
  reasonCode,
} from '../build/crl.ts'
import { implicit, integer, sequence, tagged } from '../build/der.ts'
import { ecdsaKey } from '../build/keys.ts'

let ca: Authority
beforeAll(async () => {
  ca = await buildAuthority()
})

const indicator = (base: number) => extension('2.5.29.27', integer(base), true)
const onHold = () => reasonCode(6)
const noLonger = () => reasonCode(8)
const of = (issuer: Bytes) => extension('2.5.29.29', sequence(tagged(4, issuer)), true)
const listed = (serial: number, ...extensions: Bytes[]) => entry([serial], now - 3 * day, ...extensions)

async function index(plan: Partial<CrlPlan>, issuers = [ca.issuer]): Promise<CrlIndex> {
  const crl = await buildCrl({ signer: ca.key, issuer: ca.name, ...plan })
  const indexed = await indexCrl(crl, issuers, context())
  if (indexed.kind === 'refused') throw new Error(`${indexed.cause} ${indexed.detail ?? ''}`)
  return indexed.index
}

const base = (entries: Bytes[] = [], ...extensions: Bytes[]) =>
  index({ entries, extensions: [crlNumber(5), ...extensions], thisUpdate: now - 4 * day })
const delta = (entries: Bytes[] = [], ...extensions: Bytes[]) =>
  index({ entries, extensions: [crlNumber(7), indicator(4), ...extensions] })

const look = (index: CrlIndex, serial: number, delta?: CrlIndex) =>
  lookUp(
    index,
    { ...ca, certificate: { ...ca.certificate, serial: Uint8Array.of(serial) } },
    context(),
    delta,
  )

describe('a complete CRL and a delta CRL together', () => {
  it('list what either lists, but for what the delta takes off, at the time of the delta', async () => {
    const whole = await base([listed(1), listed(2, onHold()), listed(3, onHold())])
    const changes = await delta([
      listed(2, noLonger()),
      listed(3, reasonCode(1)),
      listed(4),
      listed(5, noLonger()),
    ])
    const statuses = [1, 2, 3, 4, 5, 6].map((serial) => look(whole, serial, changes).status.kind)
    expect(statuses).toEqual(['revoked', 'good', 'revoked', 'revoked', 'good', 'good'])
    expect(look(whole, 3, changes).status).toMatchObject({ reason: 'key-compromise' })
    expect(look(whole, 6, changes)).toMatchObject({ thisUpdate: now - day, isRevisedByDelta: true })
    expect(look(whole, 6)).not.toHaveProperty('isRevisedByDelta')
  })

  it('tell the issuers of an indirect CRL apart', async () => {
    const idp = issuingDistributionPoint(implicit(4, Uint8Array.of(0xff)))
    const [other, third] = [name('Other CA'), name('Third CA')]
    const whole = await base([listed(1), listed(2), listed(1, of(other)), listed(3)], idp)
    const changes = await delta(
      [listed(9, of(third)), listed(1, noLonger(), of(other)), listed(4, of(ca.name))],
      idp,
    )
    const statuses = [1, 2, 3, 4, 9].map((serial) => look(whole, serial, changes).status.kind)
    expect(statuses).toEqual(['revoked', 'revoked', 'good', 'revoked', 'good'])
  })
})

describe('a delta CRL', () => {
  it('says nothing alone, whatever it lists', async () => {
    const index = await delta([listed(1)])
    expect(look(index, 1).status).toMatchObject({ kind: 'unknown', cause: 'unsupported' })
    expect(look(index, 2).status).toMatchObject({ kind: 'unknown', cause: 'unsupported' })
  })

  it.each<[string, () => Promise<[CrlIndex, CrlIndex]>]>([
    ['that is none', async () => [await base(), await base()]],
    ['to a base that is one itself', async () => [await delta(), await delta()]],
    ['to a base older than the one it is the difference to', () => numbered(3)],
    ['to a base as new as itself', () => numbered(7)],
    ['to a base without number', async () => [await index({ extensions: [] }), await delta()]],
    [
      'of another scope',
      async () => [await base([], issuingDistributionPoint(implicit(1, Uint8Array.of(0xff)))), await delta()],
    ],
    [
      'with a key identifier where the base has none',
      async () => [await base(), await delta([], authorityKeyId(caKeyId))],
    ],
    ['of another key', async () => [await base(), await ofOtherKey()]],
  ])('changes nothing: %s', async (_, build) => {
    const [whole, changes] = await build()
    expect(mismatch(whole, changes)).toBeTypeOf('string')
    expect(look(whole, 1, changes)).toEqual(look(whole, 1))
  })
})

async function numbered(number: number): Promise<[CrlIndex, CrlIndex]> {
  return [{ ...(await base()), number: Uint8Array.of(number) }, await delta()]
}

async function ofOtherKey(): Promise<CrlIndex> {
  const signer = await ecdsaKey()
  const extensions = [crlNumber(7), indicator(4)]
  return index({ signer, extensions }, [{ ...ca.issuer, spki: signer.spki }])
}
