import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../../src/pki/bytes.ts'
import type { RemoteRecord } from '../../../src/pki/remote-settings/changeset.ts'
import { applyChanges, collectionText } from '../../../src/pki/remote-settings/collection.ts'
import { isSignedBy, verifyContentSignature } from '../../../src/pki/remote-settings/content-signature.ts'
import { parsePemCertificates } from '../../../src/pki/remote-settings/pem.ts'
import { checkSigningChain } from '../../../src/pki/remote-settings/signing-chain.ts'

const folder = new URL('../../../../shared/data/crlite/content-signature/', import.meta.url)
const isHere = existsSync(folder)

interface Vector {
  readonly name: string
  readonly chain: string
  readonly anchor: string
  readonly host: string
  /** Seconds since the epoch; null where the certificates were never valid at the same time. */
  readonly at: number | null
  readonly records?: readonly string[]
  readonly timestamp?: string
  readonly raw?: string
  readonly signature: string
}

interface Vectors {
  readonly vectors: readonly Vector[]
  readonly records: Readonly<Record<string, RemoteRecord>>
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is what the file says of itself
const { vectors, records } = JSON.parse(
  isHere ? read('vectors.json') : '{"vectors":[],"records":{}}',
) as Vectors

function read(file: string): string {
  return readFileSync(new URL(file, folder), 'utf8')
}

function textOf(vector: Vector): string {
  const named = (vector.records ?? []).flatMap((id) => records[id] ?? [])
  return (
    vector.raw ?? collectionText({ records: applyChanges([], named), timestamp: Number(vector.timestamp) })
  )
}

function anchorOf({ anchor }: Vector): Bytes {
  const [file = '', index = '0'] = anchor.split('#')
  const certificate = parsePemCertificates(read(file))[Number(index)]
  if (certificate === undefined) throw new Error(`no ${anchor}`)
  return certificate.der
}

function contextOf(vector: Vector, now: number) {
  const root = anchorOf(vector)
  const rootFingerprint = createHash('sha256').update(root).digest('hex')
  return { trust: { root, rootFingerprint, signerName: vector.host }, now, crypto: crypto.subtle }
}

const dated = vectors.flatMap((vector) => (vector.at === null ? [] : [{ vector, now: vector.at * 1000 }]))
const undated = vectors.filter(({ at }) => at === null)

describe.skipIf(!isHere)('published signatures (skipped where they are not at hand)', () => {
  it.each(dated)('$vector.name', async ({ vector, now }) => {
    const signed = { text: textOf(vector), signature: vector.signature, chain: read(vector.chain) }
    const context = contextOf(vector, now)
    expect(await verifyContentSignature(signed, context)).toMatchObject({ kind: 'verified' })
    const tampered = { ...signed, text: signed.text.replace('1603992731957', '1603992731958') }
    expect(await verifyContentSignature(tampered, context)).toMatchObject({ cause: 'bad-signature' })
    expect(await verifyContentSignature(signed, { ...context, now: now + 60 * 86_400_000 })).toMatchObject({
      cause: 'expired',
    })
    const trust = { ...context.trust, signerName: 'onecrl.content-signature.mozilla.org' }
    expect(await verifyContentSignature(signed, { ...context, trust })).toMatchObject({ cause: 'wrong-name' })
  })

  it.each(undated)('$name', async (vector) => {
    const signed = { text: textOf(vector), signature: vector.signature, chain: read(vector.chain) }
    const context = contextOf(vector, Date.UTC(2022, 0))
    expect(await verifyContentSignature(signed, context)).toMatchObject({ cause: 'not-yet-valid' })
    // As if the certificates had been valid at the same time.
    const certificates = parsePemCertificates(signed.chain)
    const always = certificates.map((one) => Object.assign(one, { notBefore: 0, notAfter: Infinity }))
    const chain = await checkSigningChain(always, context)
    if (chain.kind === 'refused') throw new Error(chain.cause)
    const isSigned = (text: string) => isSignedBy(chain.leaf, text, signed.signature, crypto.subtle)
    expect(await isSigned(signed.text)).toBe(true)
    expect(await isSigned(`${signed.text} `)).toBe(false)
  })
})
