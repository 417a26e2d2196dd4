import { expect, it } from 'vitest'
import { parseCertificate } from '../../../src/pki/certificate/parse.ts'
import { isShortLived } from '../../../src/pki/certificate/short-lived.ts'
import { buildAuthority } from '../build/authority.ts'
import { day } from '../build/certificate.ts'

const before = Date.UTC(2026, 2, 14)
const after = Date.UTC(2026, 2, 15)

it.each([
  ['ten days, issued before 2026-03-15', before, 10 * day, true],
  ['ten days and a second, issued before 2026-03-15', before, 10 * day + 1000, false],
  ['seven days, issued on 2026-03-15', after, 7 * day, true],
  ['seven days and a second, issued on 2026-03-15', after, 7 * day + 1000, false],
  ['six days, issued on 2026-03-15', after, 6 * day, true],
])('a certificate of %s: short-lived is %s', async (_, notBefore, validity, expected) => {
  // The second that notAfter names belongs to the validity.
  const notAfter = notBefore + validity - 1000
  const { certificate } = await buildAuthority({ leaf: { notBefore, notAfter } })
  expect(isShortLived(certificate)).toBe(expected)
})

it('a CA certificate owes revocation data however short it lives', async () => {
  const { issuer } = await buildAuthority({ ca: { notBefore: after, notAfter: after + day } })
  expect(isShortLived(parseCertificate(issuer.der))).toBe(false)
})
