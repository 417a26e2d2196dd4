import { describe, expect, it } from 'vitest'
import { parseCertificate } from '../../../src/pki/certificate/parse.ts'
import { mayBeExtendedValidation, parsePolicies } from '../../../src/pki/certificate/policies.ts'
import { buildCertificate, extension, name } from '../build/certificate.ts'
import { integer, oid, sequence, text } from '../build/der.ts'
import { ecdsaKey } from '../build/keys.ts'

const DOMAIN = '2.23.140.1.2.1'
const ORGANISATION = '2.23.140.1.2.2'
const EXTENDED = '2.23.140.1.1'
const OF_A_CA = '1.3.6.1.4.1.44947.1.1.1'

const policy = (id: string) => sequence(oid(id))

describe('the policies of a certificate', () => {
  it('are read in order, what qualifies them passed over', () => {
    const qualified = sequence(
      oid(OF_A_CA),
      sequence(sequence(oid('1.3.6.1.5.5.7.2.1'), text('https://ca.test/'))),
    )
    expect(parsePolicies(sequence(policy(DOMAIN), qualified))).toEqual([DOMAIN, OF_A_CA])
  })

  it.each([
    ['none at all', sequence()],
    ['one without an identifier', sequence(sequence())],
    ['one with a number for an identifier', sequence(sequence(integer(1)))],
    ['qualifiers that are no list', sequence(sequence(oid(DOMAIN), integer(1)))],
    ['something behind the qualifiers', sequence(sequence(oid(DOMAIN), sequence(), sequence()))],
    ['no list', oid(DOMAIN)],
  ])('are malformed with %s', (_, der) => {
    expect(() => parsePolicies(der)).toThrow(expect.objectContaining({ code: 'malformed' }))
  })

  it.each([[true], [false]])('stand in the certificate, critical or not (%s)', async (critical) => {
    const key = await ecdsaKey()
    const names = { subject: name('site.test'), issuer: name('CA') }
    const extensions = [extension('2.5.29.32', sequence(policy(DOMAIN)), critical)]
    const der = await buildCertificate({ ...names, key, signer: key, extensions })
    expect(parseCertificate(der)).toMatchObject({ policies: [DOMAIN], unknownCriticalExtensions: [] })
  })
})

describe('extended validation', () => {
  it.each([
    ['nothing', [], false],
    ['domain validation', [DOMAIN], false],
    ['organisation validation and a policy of the CA’s', [OF_A_CA, ORGANISATION], false],
    ['the identifier for it', [EXTENDED], true],
    ['both', [DOMAIN, EXTENDED], true],
    ['a policy of the CA’s alone', [OF_A_CA], true],
  ])('is possible under %s: %s', (_, policies, isPossible) => {
    expect(mayBeExtendedValidation({ policies })).toBe(isPossible)
  })
})
