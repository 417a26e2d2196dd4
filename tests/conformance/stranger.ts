import type { Certificate } from '../../src/pki/certificate/certificate.ts'
import { standIn } from './material.ts'

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))

// The generator of P-256: a key whose private half is 1, and that nobody has signed anything with.
const publicKey = bytes(
  '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296' +
    '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
)

const nobody = bytes('3000')

/** An issuer that has issued nothing: whatever is good or revoked under it has been believed without a reason. */
export const anyIssuer: Certificate = {
  ...standIn({ subject: nobody, subjectName: '', notBefore: 0 }, '01'),
  subject: nobody,
  isCa: true,
  publicKey,
  spki: Uint8Array.of(...bytes('3059301306072a8648ce3d020106082a8648ce3d030107034200'), ...publicKey),
}
