import { toBase64 } from '../../../src/browser/storage/base64.ts'
import { issueCertificate, type Issued } from '../../lab/pki/certificate.ts'
import {
  basicConstraints,
  extendedKeyUsage,
  keyUsage,
  OCSP_SIGNING,
  ocspNoCheck,
  ocspResponders,
  SERVER_AUTH,
  subjectAltName,
} from '../../lab/pki/extension.ts'
import { generateKey, type KeyKind } from '../../lab/pki/key.ts'
import { signOcspResponse } from '../../lab/pki/ocsp.ts'
import { DAY, HOUR } from '../../lab/pki/time.ts'
import type { Contest } from './contest.ts'

export type Signer = 'issuer' | 'delegate'

interface Party {
  readonly issuer: Issued
  readonly delegate: Issued
  readonly leaf: Issued
}

/** A CA, its delegate and a certificate, all with keys of one kind, and a response about it by either of the two. */
export async function makeResponses(
  kind: KeyKind,
): Promise<Readonly<Record<Signer, Omit<Contest, 'rounds'>>>> {
  const party = await makeParty(kind)
  return { issuer: await signedBy('issuer', party), delegate: await signedBy('delegate', party) }
}

async function makeParty(kind: KeyKind): Promise<Party> {
  const now = Date.now()
  const [caKey, delegateKey, leafKey] = await Promise.all([kind, kind, kind].map(generateKey))
  if (!caKey || !delegateKey || !leafKey) throw new Error('keys are missing')
  const issuer = await issueCertificate({
    commonName: 'Bench CA',
    key: caKey,
    notBefore: now - 500 * DAY,
    notAfter: now + 500 * DAY,
    extensions: [basicConstraints({}), keyUsage('digitalSignature', 'keyCertSign', 'cRLSign')],
  })
  const issue = { issuer, notBefore: now - 10 * DAY, notAfter: now + 60 * DAY }
  return {
    issuer,
    delegate: await issueCertificate({
      ...issue,
      commonName: 'Bench OCSP Responder',
      key: delegateKey,
      extensions: [
        basicConstraints(false),
        keyUsage('digitalSignature'),
        extendedKeyUsage(OCSP_SIGNING),
        ocspNoCheck(),
      ],
    }),
    leaf: await issueCertificate({
      ...issue,
      commonName: 'leaf.test',
      key: leafKey,
      extensions: [
        basicConstraints(false),
        keyUsage('digitalSignature'),
        extendedKeyUsage(SERVER_AUTH),
        subjectAltName('leaf.test'),
        ocspResponders('http://ocsp.test'),
      ],
    }),
  }
}

async function signedBy(signer: Signer, party: Party): Promise<Omit<Contest, 'rounds'>> {
  const { issuer, leaf } = party
  const at = Date.now() - HOUR
  const response = await signOcspResponse({
    signer: party[signer],
    // An issuer need not send its own certificate, but pkijs looks nowhere else for it.
    certificates: [party[signer]],
    producedAt: at,
    singles: [
      {
        issuer,
        serial: leaf.certificate.serialNumber,
        hash: 'SHA-1',
        status: { kind: 'good' },
        thisUpdate: at,
        nextUpdate: at + 4 * DAY,
      },
    ],
  })
  return {
    certificate: toBase64(Uint8Array.from(leaf.der)),
    issuer: toBase64(Uint8Array.from(issuer.der)),
    response: toBase64(Uint8Array.from(response)),
  }
}
