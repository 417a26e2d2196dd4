import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { encodeOcspRequest, nonceLength, ocspGetUrl } from '../../../src/pki/ocsp/request.ts'
import { PkiError } from '../../../src/pki/pki-error.ts'
import { parseOcspRequest } from '../../conformance/ocsp-request.ts'
import { buildAuthority } from '../build/authority.ts'
import { extension } from '../build/certificate.ts'
import { ascii, octets, sequence, tagged } from '../build/der.ts'
import { rsaKey } from '../build/keys.ts'

describe('a request', () => {
  it.runIf(hasOpenssl()).each([
    ['SHA-1', [0x4a, 0x11]],
    ['SHA-256', [0x4a, 0x11]],
    ['SHA-1', [0x00, 0xf3, ...Array.from({ length: 18 }, (_, i) => i)]],
    ['SHA-1', [0x01]],
    ['SHA-384', [0x4a, 0x11]],
    ['SHA-512', [0x4a, 0x11]],
  ] as const)('is what openssl makes of it: %s, serial %j', async (hash, serial) => {
    const authority = await buildAuthority({ key: await rsaKey(), leaf: { serial } })
    const request = await encodeOcspRequest({ ...authority, hash }, crypto.subtle)
    expect(Buffer.from(request)).toEqual(opensslRequest(authority, `-${hash.replace('-', '').toLowerCase()}`))
  })

  it('is with SHA-1 if nothing else is said', async () => {
    const authority = await buildAuthority()
    const plain = await encodeOcspRequest(authority, crypto.subtle)
    expect(plain).toEqual(await encodeOcspRequest({ ...authority, hash: 'SHA-1' }, crypto.subtle))
  })
})

describe('a nonce of a request', () => {
  it.each([1, 32, 128])('of %i bytes stands in its extensions', async (length) => {
    const nonce = crypto.getRandomValues(new Uint8Array(length))
    const request = await encodeOcspRequest({ ...(await buildAuthority()), nonce }, crypto.subtle)
    const wanted = tagged(2, sequence(extension('1.3.6.1.5.5.7.48.1.2', octets(nonce))))
    expect(Buffer.from(request).subarray(-wanted.length)).toEqual(Buffer.from(wanted))
    expect(parseOcspRequest(request).extensions).toMatchObject([{ critical: false }])
  })

  it.each([0, 129])('of %i bytes is none (RFC 9654 §2.1)', async (length) => {
    const nonce = new Uint8Array(length)
    const request = encodeOcspRequest({ ...(await buildAuthority()), nonce }, crypto.subtle)
    await expect(request).rejects.toThrow(PkiError)
  })

  it('is 32 bytes long unless somebody wants otherwise', () => {
    expect(nonceLength).toEqual({ least: 1, usual: 32, most: 128 })
  })
})

describe('the address of a request', () => {
  it('is the request in base64, escaped, after one slash', () => {
    const request = Uint8Array.of(0xfb, 0xef, 0xff, 0xff)
    for (const responder of ['http://ocsp.example/a', 'http://ocsp.example/a/']) {
      expect(ocspGetUrl(responder, request)).toBe('http://ocsp.example/a/%2B%2B%2F%2F%2Fw%3D%3D')
    }
  })

  it('says the same as base64 elsewhere, whatever the length', () => {
    for (const length of [1, 2, 3, 60, 61, 62]) {
      const request = crypto.getRandomValues(new Uint8Array(length))
      const encoded = ocspGetUrl('http://o', request)?.slice('http://o/'.length) ?? ''
      expect(decodeURIComponent(encoded)).toBe(Buffer.from(request).toString('base64'))
    }
  })

  it('is not there where the encoded request has 255 bytes, so that it is POSTed', () => {
    // 62 groups of three zeros make 248 characters; the last two bytes decide.
    expect(ocspGetUrl('http://o', new Uint8Array(189))).toBeDefined()
    expect(ocspGetUrl('http://o', new Uint8Array(190))).toBeUndefined()
    expect(ocspGetUrl('http://o', ascii('ÿ'.repeat(80)))).toBeUndefined()
  })
})

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

type Authority = Awaited<ReturnType<typeof buildAuthority>>

function opensslRequest({ certificate, issuer }: Authority, hash: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'hardfail-'))
  const path = (name: string) => join(folder, name)
  try {
    writeFileSync(path('leaf.pem'), pem(certificate.der))
    writeFileSync(path('issuer.pem'), pem(issuer.der))
    const subject = ['-issuer', path('issuer.pem'), hash, '-cert', path('leaf.pem')]
    execFileSync('openssl', ['ocsp', '-no_nonce', ...subject, '-reqout', path('request')], {
      stdio: 'ignore',
    })
    return readFileSync(path('request'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function pem(der: Uint8Array): string {
  const body = Buffer.from(der).toString('base64').replaceAll(/.{64}/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`
}
