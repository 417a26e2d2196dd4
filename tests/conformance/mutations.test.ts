import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../src/pki/bytes.ts'
import { parseCertificate } from '../../src/pki/certificate/parse.ts'
import { parseOcspResponse } from '../../src/pki/ocsp/parse.ts'
import { PkiError } from '../../src/pki/pki-error.ts'
import { readCrl } from './crl-engine.ts'
import { readSources } from './manifest.ts'
import { parseOcspRequest } from './ocsp-request.ts'

const corpora = process.env['HARDFAIL_CORPORA'] ?? resolve(import.meta.dirname, '../../../shared/corpora')

/** Of larger files, every change costs as much as the file is long. */
const largest = 16 * 1024
const placesPerFile = 8

describe.skipIf(!existsSync(corpora))('a file of the corpora', () => {
  const sources = existsSync(corpora) ? readSources(corpora) : []

  it.each(sources.map((source) => [source.name, source] as const))(
    'of %s, cut off or changed anywhere, is a value or a PkiError',
    (_, { folder, cases }) => {
      const paths = new Set(
        cases.flatMap((entry) => [...entry.files, entry.leaf ?? [], entry.issuer ?? []].flat()),
      )
      const files = [...paths]
        .map((path) => join(folder, path))
        .filter((path) => /\.(der|crl|crt)$/.test(path))
      expect(files.filter(existsSync).flatMap(faultsOf)).toEqual([])
    },
    60_000,
  )
})

function faultsOf(path: string): readonly string[] {
  const bytes = Uint8Array.from(readFileSync(path))
  if (bytes.length === 0 || bytes.length > largest) return []
  const parse = parserOf(bytes)
  return [...variants(bytes)].flatMap((variant) => {
    const fault = faultOf(parse, variant)
    return fault === undefined ? [] : [`${path}: ${fault}`]
  })
}

/** The parser that takes the file as it is; of those that nobody takes, each tries the one for certificates. */
function parserOf(bytes: Bytes): (bytes: Bytes) => unknown {
  return parsers.find((parse) => takes(parse, bytes)) ?? parseCertificate
}

const parsers: readonly ((bytes: Bytes) => unknown)[] = [
  parseCertificate,
  parseOcspResponse,
  (bytes) => readCrl(bytes).lists(new Uint8Array()),
  parseOcspRequest,
]

function takes(parse: (bytes: Bytes) => unknown, bytes: Bytes): boolean {
  try {
    parse(bytes)
    return true
  } catch {
    return false
  }
}

/** Spread over the file: cut off there, one bit changed there, the byte there made a long length. */
function* variants(bytes: Bytes): Generator<Bytes> {
  const step = Math.max(1, bytes.length / placesPerFile)
  for (let place = 0; place < bytes.length; place += step) {
    const at = Math.floor(place)
    yield bytes.slice(0, at)
    for (const byte of [(bytes[at] ?? 0) ^ 1, (bytes[at] ?? 0) ^ 0x80, 0x84]) {
      const changed = bytes.slice()
      changed[at] = byte
      yield changed
    }
  }
}

function faultOf(parse: (bytes: Bytes) => unknown, bytes: Bytes): string | undefined {
  try {
    parse(bytes)
    return undefined
  } catch (error) {
    return error instanceof PkiError ? undefined : String(error)
  }
}
