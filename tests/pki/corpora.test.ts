import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../src/pki/bytes.ts'
import type { Certificate } from '../../src/pki/certificate/certificate.ts'
import { parseCertificate } from '../../src/pki/certificate/parse.ts'
import { parseOcspResponse } from '../../src/pki/ocsp/parse.ts'
import { findResponder } from '../../src/pki/ocsp/responder.ts'
import { checkOcspResponse } from '../../src/pki/ocsp/status.ts'
import { PkiError } from '../../src/pki/pki-error.ts'
import { day } from './build/certificate.ts'
import { context } from './build/context.ts'

/** OCSP responses that others wrote for their own tests, with what they expect of them. Not part of the repository. */
const corpora = process.env['HARDFAIL_CORPORA'] ?? resolve(import.meta.dirname, '../../../shared/corpora')

interface Case {
  readonly id: string
  readonly kind: string
  readonly files: readonly [string, ...string[]]
  readonly issuer: string
  readonly leaf?: string
  readonly time?: string
  readonly expected: string
  readonly accept?: readonly string[]
  readonly extra?: { readonly serial?: string }
}

if (!existsSync(corpora)) console.warn(`skipped: no corpora at ${corpora} (HARDFAIL_CORPORA)`)

describe.skipIf(!existsSync(corpora))('the corpora', () => {
  describe.each(sources())('%s', (source) => {
    it.each(casesOf(source).map((entry) => [entry.id, entry] as const))('%s', async (_, entry) => {
      const said = await sayOf(source, entry)
      const expected = [entry.expected, ...(entry.accept ?? [])]
      // Refused, or known to the responder as unknown: neither says anything about the certificate.
      expect(expected.map((word) => (word === 'invalid' ? 'unknown' : word))).toContain(said)
    })
  })
})

function sources(): readonly string[] {
  if (!existsSync(corpora)) return []
  return readdirSync(corpora).filter((source) => casesOf(source).length > 0)
}

function casesOf(source: string): readonly Case[] {
  const manifest = join(corpora, source, 'manifest.json')
  if (!existsSync(manifest)) return []
  const parsed: unknown = JSON.parse(readFileSync(manifest, 'utf8'))
  return isManifest(parsed)
    ? parsed.cases.filter(({ kind }) => kind === 'ocsp' || kind === 'ocsp-signature')
    : []
}

function isManifest(value: unknown): value is { readonly cases: readonly Case[] } {
  return typeof value === 'object' && value !== null && 'cases' in value && Array.isArray(value.cases)
}

function sayOf(source: string, entry: Case): Promise<string> {
  return entry.kind === 'ocsp' ? statusOf(source, entry) : signatureOf(source, entry)
}

async function statusOf(source: string, { files: [file], issuer, leaf, time, extra }: Case): Promise<string> {
  const ca = parseCertificate(read(source, issuer))
  // Old responses are judged at their time; whether the certificate has ended by then is another question.
  const certificate = {
    ...(leaf === undefined ? standIn(ca, extra?.serial ?? '') : parseCertificate(read(source, leaf))),
    notAfter: Number.MAX_SAFE_INTEGER,
  }
  const statement = await checkOcspResponse(read(source, file), { certificate, issuer: ca }, at(time))
  return statement.status.kind
}

async function signatureOf(source: string, { files: [file], issuer, time }: Case): Promise<string> {
  try {
    const response = parseOcspResponse(read(source, file))
    if (response.responseStatus !== 'successful') return response.responseStatus
    const { kind } = await findResponder(
      response,
      parseCertificate(read(source, issuer)),
      at(time ?? '2020-01-01'),
    )
    return kind === 'authorized' ? 'signature-ok' : 'signature-invalid'
  } catch (error) {
    return error instanceof PkiError ? error.code : String(error)
  }
}

function at(time = '1970-01-01') {
  const freshness = { skew: 300_000, maxAge: 36_500 * day, withoutNextUpdate: 36_500 * day }
  return context({ now: Date.parse(time), freshness, algorithms: 'legacy' })
}

/** Some cases give but the serial of the certificate. */
function standIn(ca: Certificate, serial: string): Certificate {
  const even = serial.length % 2 === 0 ? serial : `0${serial}`
  const signed = Number.parseInt(even.slice(0, 2), 16) < 0x80 ? even : `00${even}`
  return { ...ca, issuer: ca.subject, serial: Uint8Array.from(Buffer.from(signed, 'hex')) }
}

function read(source: string, file: string): Bytes {
  return Uint8Array.from(readFileSync(join(corpora, source, file)))
}
