import type { Bytes } from '../../../src/pki/bytes.ts'
import { parseCertificate } from '../../../src/pki/certificate/parse.ts'
import { buildAuthority } from '../../pki/build/authority.ts'
import {
  digitalSignature,
  fullName,
  name,
  now as start,
  ocspSigning,
  serverAuth,
} from '../../pki/build/certificate.ts'
import { issuingDistributionPoint } from '../../pki/build/crl.ts'
import { ascii, enumerated, integer, oid, octets, sequence, tagged, tlv } from '../../pki/build/der.ts'
import { ecdsaKey } from '../../pki/build/keys.ts'
import { byName, errorResponse, single, unknownStatus } from '../../pki/build/ocsp.ts'
import type { Certified } from '../certified-site.ts'
import type { Fault } from './fault.ts'

const DAY = 86_400_000

type Make = (about: Certified) => Promise<Bytes> | Bytes

/** Answers that say nothing that counts, by the cause that they come to. */
export const EMPTY_ANSWERS: Readonly<Record<'crl' | 'ocsp', Readonly<Record<string, Make>>>> = {
  ocsp: {
    malformed: () => ascii('0rubbish'),
    'malformed (empty)': () => new Uint8Array(),
    'malformed (cut short)': async (about) => (await about.ocsp(start)).slice(0, -9),
    unsupported: () => sequence(enumerated(0), tagged(0, sequence(oid('1.2.3.4'), octets(ascii('?'))))),
    'malformed-request': () => errorResponse(1),
    'internal-error': () => errorResponse(2),
    'try-later': () => errorResponse(3),
    'signature-required': () => errorResponse(5),
    unauthorized: () => errorResponse(6),
    'wrong-certificate': async ({ ca, ocsp }) => {
      const issuer = parseCertificate(await ca.issue({ subject: name('Another CA') }))
      return ocsp(start, { singles: [await single({ subject: { certificate: ca.certificate, issuer } })] })
    },
    'responder-not-authorized': async ({ ca, ocsp }) => {
      const key = await ecdsaKey()
      const subject = name('Responder')
      const delegate = await ca.issue({ subject, key, extensions: [serverAuth(), digitalSignature()] })
      return ocsp(start, { signer: key, responderId: byName(subject), certificates: [delegate] })
    },
    // Whoever has stolen the key of a CA has it vouch for itself.
    'responder-not-authorized (by a delegate of another CA, in the name of the issuer)': async ({
      ca,
      issues,
      ocsp,
    }) => {
      const key = await ecdsaKey()
      const subject = name('Responder')
      const other = issues ?? (await buildAuthority())
      const extensions = [ocspSigning(), digitalSignature()]
      const delegate = await other.issue({ subject, issuer: ca.name, key, extensions })
      return ocsp(start, { signer: key, responderId: byName(subject), certificates: [delegate] })
    },
    'responder-not-authorized (by another CA)': async ({ issues, ocsp }) => {
      const {
        key,
        name: subject,
        issuer,
      } = issues ?? (await buildAuthority({ ca: { subject: name('Other') } }))
      return ocsp(start, { signer: key, responderId: byName(subject), certificates: [issuer.der] })
    },
    'weak-signature': async ({ ocsp }) => ocsp(start, { signer: await ecdsaKey('P-256', 'SHA-1') }),
    'bad-signature': async ({ ocsp, issues }) => ocsp(start, { signer: issues?.key ?? (await ecdsaKey()) }),
    'not-yet-valid': ({ ocsp }) => ocsp(start + DAY),
    expired: ({ ocsp }) => ocsp(start - 9 * DAY),
    'unknown-to-ca': ({ ocsp }) => ocsp(start, {}, { status: unknownStatus() }),
  },
  crl: {
    malformed: () => ascii('0rubbish'),
    'malformed (empty)': () => new Uint8Array(),
    'malformed (cut short)': async (about) => (await about.crl(start)).slice(0, -9),
    unsupported: ({ crl }) => crl(start, { version: [integer(2)] }),
    'wrong-issuer': ({ crl, issues }) =>
      crl(
        start,
        issues === undefined ? { issuer: name('Another CA') } : { issuer: issues.name, signer: issues.key },
      ),
    'out-of-scope': ({ crl }) =>
      crl(start, {
        extensions: [issuingDistributionPoint(tagged(0, fullName('http://elsewhere.test/b.crl')))],
      }),
    'weak-signature': async ({ crl }) => crl(start, { signer: await ecdsaKey('P-256', 'SHA-1') }),
    'bad-signature': async ({ crl, issues }) => crl(start, { signer: issues?.key ?? (await ecdsaKey()) }),
    'not-yet-valid': ({ crl }) => crl(start + DAY),
    expired: ({ crl }) => crl(start - 9 * DAY),
  },
}

interface Oddity {
  readonly make: Make
  readonly says: NonNullable<Fault['says']>
}

/** Of a leaf nothing may be older than 10 days, 7 in lockdown; what is said of a CA counts for as long as it says itself. */
const ofEightDays: Oddity['says'] = (tier, level) =>
  tier === 'leaf' && level === 'lockdown' ? 'nothing' : 'good'
const ofCasAlone: Oddity['says'] = (tier) => (tier === 'leaf' ? 'nothing' : 'good')

/** For a year. */
export const OF_TEN_MONTHS_AGO: Readonly<Record<'crl' | 'ocsp', Oddity>> = {
  ocsp: { make: oldAnswer(300), says: ofCasAlone },
  crl: { make: oldCrl(300), says: ofCasAlone },
}

const TRUE = Uint8Array.of(0xff)

/** Answers at the edge of what counts. */
export const ODD_ANSWERS: Readonly<Record<'crl' | 'ocsp', Readonly<Record<string, Oddity>>>> = {
  ocsp: {
    'is of eight days ago': { make: oldAnswer(8), says: ofEightDays },
    'is of eleven days ago': { make: oldAnswer(11), says: ofCasAlone },
    'is of ten months ago': OF_TEN_MONTHS_AGO.ocsp,
    'is of two days ago, and has no end': {
      make: ({ ocsp }) => ocsp(start - 2 * DAY, {}, { nextUpdate: undefined }),
      says: () => 'nothing',
    },
    'says that it is revoked': { make: ({ revokingOcsp }) => revokingOcsp(start), says: () => 'revoked' },
  },
  crl: {
    'is of eight days ago': { make: oldCrl(8), says: ofEightDays },
    'is of eleven days ago': { make: oldCrl(11), says: ofCasAlone },
    'is of ten months ago': OF_TEN_MONTHS_AGO.crl,
    'is of two days ago, and has no end': {
      make: ({ crl }) => crl(start - 2 * DAY, { nextUpdate: undefined }),
      says: () => 'nothing',
    },
    'is about CAs alone': {
      make: ({ crl }) => crl(start, { extensions: [issuingDistributionPoint(tlv(0x82, TRUE))] }),
      says: ofCasAlone,
    },
    'is about end entities alone': {
      make: ({ crl }) => crl(start, { extensions: [issuingDistributionPoint(tlv(0x81, TRUE))] }),
      says: (tier) => (tier === 'leaf' ? 'good' : 'nothing'),
    },
    'says that it is revoked': { make: ({ revokingCrl }) => revokingCrl(start), says: () => 'revoked' },
  },
}

/** For a year. */
function oldAnswer(days: number): Make {
  return ({ ocsp }) => ocsp(start - days * DAY, {}, { nextUpdate: start + (365 - days) * DAY })
}

function oldCrl(days: number): Make {
  return ({ crl }) => crl(start - days * DAY, { nextUpdate: start + (365 - days) * DAY })
}
