import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../src/browser/retrieval/url-rules.ts'

const isRefused = (url: string, isBuiltInRoot: boolean, isRedirect = false) =>
  refusalOf(url, { isBuiltInRoot, isRedirect }) !== undefined

describe('URLs in certificates', () => {
  it.each([
    'http://ocsp.example/',
    'https://crl.example:8080/a.crl',
    'http://8.8.8.8/',
    'http://[2001:db8::1]/',
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
    'not a url',
    '',
  ])('may not say %j, whoever wrote it', (url) => {
    expect(isRefused(url, true)).toBe(true)
    expect(isRefused(url, false)).toBe(true)
  })

  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://0.0.0.0/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://localhost/',
    'http://LOCALHOST:8080/',
    'http://a.localhost/',
  ])('may say %s (this machine) only under a private root, and never redirect there', (url) => {
    expect(isRefused(url, true)).toBe(true)
    expect(isRefused(url, false)).toBe(false)
    expect(isRefused(url, false, true)).toBe(true)
  })

  it.each([
    'http://10.1.2.3/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.1.1/',
    'http://169.254.1.1/',
    'http://100.64.0.1/',
    'http://[fd00::1]/',
    'http://[fe80::1]/',
    'http://[::ffff:192.168.1.1]/',
  ])('may say %s (this network) only under a private root', (url) => {
    expect(isRefused(url, true)).toBe(true)
    expect(isRefused(url, false)).toBe(false)
    expect(isRefused(url, false, true)).toBe(false)
  })

  it('may say addresses beside the private ranges', () => {
    for (const host of ['172.32.0.1', '11.0.0.1', '192.169.0.1', '100.128.0.1', '128.0.0.1']) {
      expect(isRefused(`http://${host}/`, true)).toBe(false)
    }
  })
})
