import type { OcspAnswer } from '../servers/ocsp-answer.ts'
import { verified } from './expect.ts'
import type { Row, Variant } from './variant.ts'

export const row10: Row = {
  row: 10,
  title: 'Every form of a good answer',
  variants: [
    form(
      'by-delegate',
      'By a delegate',
      'A certificate that the CA issued for the purpose signs the answer.',
    ),
    {
      ...form(
        'by-delegate',
        'By a delegate that is in order itself',
        'The delegate’s certificate lacks ocsp-nocheck and names a CRL, which is fetched and does not list it.',
      ),
      slug: '10-by-checked-delegate',
      leaf: { responders: ['ocsp'], delegateCrls: ['crl-delegate'] },
    },
    form('by-key-hash', 'By key hash', 'The answer names its signer by the hash of the key, not by name.'),
    form('by-delegate-key-hash', 'By a delegate, by key hash', 'Both at once, as most large CAs do it.'),
    form(
      'several',
      'Several answers in one',
      'The answer speaks of three certificates; the first is revoked.',
    ),
    form('sha1-certid', 'CertID with SHA-1', 'The certificate is named by SHA-1 hashes, as is usual.'),
    form('sha256-certid', 'CertID with SHA-256', 'The certificate is named by SHA-256 hashes.'),
    form(
      'no-next-update',
      'No nextUpdate',
      'The answer does not say until when it counts; a day is granted.',
    ),
  ],
}

function form(behaviour: OcspAnswer, title: string, why: string): Variant {
  return {
    slug: `10-${behaviour}`,
    title,
    why,
    leaf: { responders: ['ocsp'] },
    arrange: { responders: { ocsp: behaviour } },
    expect: verified('ocsp'),
  }
}
