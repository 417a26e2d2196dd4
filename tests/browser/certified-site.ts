import type { ReceivedChain } from '../../src/browser/handshake.ts'
import { toHex } from '../../src/pki/bytes.ts'
import type { Bytes } from '../../src/pki/bytes.ts'
import { encodeSctList, type SctTime } from '../lab/crlite/sct-list.ts'
import { type Authority, buildAuthority } from '../pki/build/authority.ts'
import {
  authorityInfoAccess,
  crlDistributionPoints,
  distributionPoint,
  extension,
  serverAuth,
} from '../pki/build/certificate.ts'
import { buildCrl, type CrlPlan, entry, reasonCode } from '../pki/build/crl.ts'
import { octets, url } from '../pki/build/der.ts'
import {
  byName,
  ocspResponse,
  type ResponsePlan,
  revoked,
  single,
  type SinglePlan,
} from '../pki/build/ocsp.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** A site whose certificate names these hosts, and what its CA may have to say about it. */
export interface CertifiedSite {
  readonly ca: Authority
  readonly chain: ReceivedChain
  crl(now: number, plan?: Partial<CrlPlan>): Promise<Bytes>
  /** The CRL that lists it. */
  revokingCrl(now: number): Promise<Bytes>
  ocsp(now: number, plan?: Partial<ResponsePlan>, about?: Partial<SinglePlan>): Promise<Bytes>
  revokingOcsp(now: number): Promise<Bytes>
}

export async function certifiedSite({
  crls = [],
  responders = [],
  isBuiltInRoot = true,
  scts = [],
}: {
  readonly crls?: readonly string[]
  readonly responders?: readonly string[]
  readonly isBuiltInRoot?: boolean
  readonly scts?: readonly SctTime[]
}): Promise<CertifiedSite> {
  const ca = await buildAuthority({
    leaf: {
      serial: [0x4a, ...crypto.getRandomValues(new Uint8Array(15))],
      extensions: [
        serverAuth(),
        ...(crls.length > 0
          ? [crlDistributionPoints(...crls.map((host) => distributionPoint(`http://${host}/a.crl`)))]
          : []),
        ...(responders.length > 0
          ? [authorityInfoAccess(responders.map((host) => [OCSP, url(`http://${host}/`)]))]
          : []),
        ...(scts.length > 0 ? [extension(SCT_LIST, octets(encodeSctList(scts)))] : []),
      ],
    },
  })
  const { certificate, issuer, key, name } = ca
  const ocsp: CertifiedSite['ocsp'] = async (now, plan = {}, about = {}) =>
    ocspResponse({
      signer: key,
      responderId: byName(name),
      producedAt: now - HOUR,
      singles: [
        await single({
          subject: { certificate, issuer },
          thisUpdate: now - HOUR,
          nextUpdate: now - HOUR + 4 * DAY,
          ...about,
        }),
      ],
      ...plan,
    })
  const crl: CertifiedSite['crl'] = (now, plan = {}) =>
    buildCrl({ signer: key, issuer: name, thisUpdate: now, nextUpdate: now + 7 * DAY, ...plan })
  const fingerprint = toHex(certificate.serial)
  return {
    ca,
    chain: {
      certificates: [certificate.der, issuer.der],
      fingerprints: [fingerprint, `ca of ${fingerprint}`],
      isBuiltInRoot,
    },
    crl,
    revokingCrl: (now) => crl(now, { entries: [entry(certificate.serial, now - DAY, reasonCode(1))] }),
    ocsp,
    revokingOcsp: (now) => ocsp(now, {}, { status: revoked(now - DAY, 1) }),
  }
}

const OCSP = '1.3.6.1.5.5.7.48.1'
const SCT_LIST = '1.3.6.1.4.1.11129.2.4.2'
