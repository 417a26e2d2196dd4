import { assert, boolean, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusalOf, refusalOfResolved } from '../../src/browser/retrieval/url-rules.ts'

const isRefused = (url: string, isBuiltInRoot: boolean, isRedirect = false) =>
  refusalOf(url, { isBuiltInRoot, isRedirect }) !== undefined

describe('URLs in certificates', () => {
  it.each([
    'http://ocsp.example/',
    'http://ocsp.example./',
    'https://crl.example:8080/a.crl',
    'http://crl.example/a%00b.crl?x=%0d%0a#part',
    'http://xn--bcher-kva.example/',
    'http://8.8.8.8/',
    'http://[2606:4700::1]/',
    'http://[64:ff9b::8.8.8.8]/',
  ])('may say %s', (url) => {
    expect(isRefused(url, true)).toBe(false)
    expect(isRefused(url, true, true)).toBe(false)
  })

  it.each([
    'ftp://crl.example/a.crl',
    'ldap:///CN=CRL',
    'file:///etc/passwd',
    'data:,x',
    'javascript:alert(1)',
    'moz-extension://6a1/x',
    'http://user:password@ocsp.example/',
    'http://user@ocsp.example/',
    'http://ocsp.example:99999/',
    'http://%00/',
    'http://a%00b.example/',
    'http://ocsp.example/\u0000',
    'ht\ntp://ocsp.example/',
    ' http://ocsp.example/',
    'http://ocsp.exa\tmple/',
    'http://bücher.example/',
    'http://１２７.0.0.1/',
    'http://[fe80::1%25eth0]/',
    `http://ocsp.example/${'a'.repeat(2_048)}`,
    'not a url',
    '',
  ])('may not say %j, whoever wrote it', (url) => {
    expect(isRefused(url, true)).toBe(true)
    expect(isRefused(url, false)).toBe(true)
  })

  it.each([
    'http://127.0.0.1/',
    'http://127.0.0.1./',
    'http://127.1/',
    'http://0x7f000001/',
    'http://0x7f.0.0x0.1/',
    'http://2130706433/',
    'http://017700000001/',
    'http://0.0.0.0/',
    'http://0/',
    'http://[::1]/',
    'http://[::]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::ffff:0:127.0.0.1]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::127.0.0.1]/',
    'http://[64:ff9b:1::127.0.0.1]/',
    'http://[2002:7f00:1::]/',
    'http://localhost/',
    'http://localhost./',
    'http://LOCALHOST:8080/',
    'http://a.localhost/',
  ])('may say %s (this machine) only under a private root, and never redirect there', (url) => {
    expect(isRefused(url, true)).toBe(true)
    expect(isRefused(url, false)).toBe(false)
    expect(isRefused(url, false, true)).toBe(true)
  })

  it.each([
    'http://10.1.2.3/',
    'http://0x0a.1/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://100.64.0.1/',
    'http://198.18.0.1/',
    'http://224.0.0.251/',
    'http://239.255.255.250:1900/',
    'http://[fd00::1]/',
    'http://[fe80::1]/',
    'http://[fec0::1]/',
    'http://[ff02::1]/',
    'http://[::ffff:192.168.1.1]/',
    'http://[64:ff9b::10.0.0.1]/',
    'http://[2002:c0a8:101::1]/',
    'http://intranet/',
    'http://router./',
    'http://printer.local/',
    'http://ca.corp.internal/',
    'http://nas.home.arpa/',
  ])('may say %s (this network) only under a private root', (url) => {
    expect(isRefused(url, true)).toBe(true)
    expect(isRefused(url, false)).toBe(false)
    expect(isRefused(url, false, true)).toBe(false)
  })

  it('may say addresses beside the private ranges', () => {
    for (const host of [
      '172.32.0.1',
      '11.0.0.1',
      '192.169.0.1',
      '100.128.0.1',
      '128.0.0.1',
      '198.20.0.1',
      '[fe00::1]',
      '[2001:db8::a00:1]',
    ]) {
      expect(isRefused(`http://${host}/`, true)).toBe(false)
    }
  })

  it('are judged whatever they are', () => {
    assert(
      property(string(), boolean(), boolean(), (url, isBuiltInRoot, isRedirect) => {
        const refusal = refusalOf(url, { isBuiltInRoot, isRedirect })
        expect(refusal === undefined ? URL.canParse(url) : refusal.length > 0).toBe(true)
      }),
    )
  })
})

const isRefusedAt = (address: string, isBuiltInRoot: boolean, isRedirect = false) =>
  refusalOfResolved(address, { isBuiltInRoot, isRedirect }) !== undefined

describe('an address that a name resolves to', () => {
  it.each(['0.0.0.0', '::', '255.255.255.255'])('must be a machine’s (%s is nobody’s)', (address) => {
    expect([isRefusedAt(address, true), isRefusedAt(address, false)]).toEqual([true, true])
  })

  it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1'])(
    'may be this machine (%s) only under a private root, and not by a redirect',
    (address) => {
      expect([isRefusedAt(address, true), isRefusedAt(address, false)]).toEqual([true, false])
      expect(isRefusedAt(address, false, true)).toBe(true)
    },
  )

  it.each(['192.168.1.1', '10.0.0.53', 'fd12::1', 'fe80::1%eth0', '64:ff9b::c0a8:101'])(
    'may be of this network (%s) only under a private root',
    (address) => {
      expect([isRefusedAt(address, true), isRefusedAt(address, false)]).toEqual([true, false])
    },
  )

  it.each(['93.184.216.34', '2606:4700::1', '64:ff9b::808:808', '198.18.0.7', '100.80.0.1'])(
    'may be %s: of the internet, or what a VPN puts in its place',
    (address) => {
      expect([isRefusedAt(address, true), isRefusedAt(address, true, true)]).toEqual([false, false])
    },
  )
})
