import { describe, expect, it } from 'vitest'
import { NSS_ERRORS } from '../../src/browser/surface/nss-errors.ts'
import { refusalOf } from '../../src/browser/surface/firefox-refusal.ts'

describe("Firefox's own refusal", () => {
  it.each([
    ['Error code 2153390068', 'revoked'],
    ['Error code 2153389954', 'unknown-certificate'],
    ['Error code 2153398262', 'staple-missing'],
    ['Error code 2153389958', 'try-later'],
    ['Error code 2153389959', 'responder-failed'],
    ['Error code 2153389948', 'answer-expired'],
    ['Error code 2153398264', 'answer-for-another'],
    ['Error code 2153394164', 'wrong-host'],
  ])('%s means %s', (error, refusal) => {
    expect(refusalOf(error)?.refusal).toBe(refusal)
  })

  it('has the name that stands on the error page, and a number where none is known', () => {
    expect(refusalOf('Error code 2153389958')?.error).toBe('SEC_ERROR_OCSP_TRY_SERVER_LATER')
    // SSL_ERROR_NO_CYPHER_OVERLAP, SEC_ERROR_CRL_EXPIRED
    expect(refusalOf(`Error code ${0x805a0000 + 12286}`)).toEqual({ refusal: 'handshake', error: '-12286' })
    expect(refusalOf(`Error code ${0x805a0000 + 8161}`)).toEqual({ refusal: 'other', error: '-8161' })
  })

  it('is known by one name and number each', () => {
    for (const field of ['code', 'name'] as const) {
      expect(new Set(NSS_ERRORS.map((error) => error[field])).size).toBe(NSS_ERRORS.length)
    }
  })

  it.each([
    'Error code 2152398850',
    'Error code 2147500036',
    'Error code 2152398878',
    'Error code',
    '',
    'NaN',
  ])('%j has nothing to do with certificates', (error) => {
    expect(refusalOf(error)).toBeUndefined()
  })
})
