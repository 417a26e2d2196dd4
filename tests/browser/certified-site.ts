import type { ReceivedChain } from '../../src/browser/handshake.ts'
import { toHex } from '../../src/pki/bytes.ts'
import type { Bytes } from '../../src/pki/bytes.ts'
import { encodeSctList, type SctTime } from '../lab/crlite/sct-list.ts'
import { type Authority, buildAuthority } from '../pki/build/authority.ts'
import {
  authorityInfoAccess,
  type CertificatePlan,
  crlDistributionPoints,
  distributionPoint,
  extension,
  isCa,
  keyCertSignAndCrlSign,
  name,
  now as start,
  serverAuth,
} from '../pki/build/certificate.ts'
import { buildCrl, type CrlPlan, entry, reasonCode } from '../pki/build/crl.ts'
import { octets, url } from '../pki/build/der.ts'
import { ecdsaKey } from '../pki/build/keys.ts'
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

/** A certificate, and what its issuer may have to say about it. */
export interface Certified {
  readonly ca: Authority
  /** What it issues itself, where it is a CA's. */
  readonly issues?: Authority
  readonly crl: (now: number, plan?: Partial<CrlPlan>) => Promise<Bytes>
  /** The CRL that lists it. */
  readonly revokingCrl: (now: number) => Promise<Bytes>
  readonly ocsp: (now: number, plan?: Partial<ResponsePlan>, about?: Partial<SinglePlan>) => Promise<Bytes>
  readonly revokingOcsp: (now: number) => Promise<Bytes>
}

/** That of a site, with the chain that Firefox builds from it. */
export interface CertifiedSite extends Certified {
  readonly chain: ReceivedChain
  /** The certificate of its CA, where that is not the root. */
  readonly intermediate?: Certified
}

/** Hosts that a certificate names. */
export interface Named {
  readonly crls?: readonly string[]
  readonly responders?: readonly string[]
}

interface SitePlan extends Named {
  readonly isBuiltInRoot?: boolean
  readonly scts?: readonly SctTime[]
  readonly isShortLived?: boolean
  /** What the certificate of its CA names; without, that is the root. */
  readonly intermediate?: Named
}

export async function certifiedSite({
  isBuiltInRoot = true,
  scts = [],
  isShortLived = false,
  intermediate,
  ...named
}: SitePlan): Promise<CertifiedSite> {
  const key = await ecdsaKey()
  const root = intermediate === undefined ? undefined : await certifyCa(intermediate, key)
  const built = await buildAuthority({
    key,
    leaf: {
      serial: newSerial(),
      ...(isShortLived && { notBefore: start - DAY, notAfter: start + 5 * DAY }),
      extensions: [
        serverAuth(),
        ...pointers(named),
        ...(scts.length > 0 ? [extension(SCT_LIST, octets(encodeSctList(scts)))] : []),
      ],
    },
  })
  const ca: Authority = { ...built, issuer: root?.certificate ?? built.issuer }
  const certificates = [ca.certificate, ca.issuer, ...(root === undefined ? [] : [root.issuer])]
  const serial = toHex(ca.certificate.serial)
  return {
    ...statementsOf(ca),
    ca,
    chain: {
      certificates: certificates.map(({ der }) => der),
      fingerprints: certificates.map((_, depth) => `${'ca of '.repeat(depth)}${serial}`),
      isBuiltInRoot,
    },
    ...(root !== undefined && { intermediate: { ...statementsOf(root), ca: root, issues: ca } }),
  }
}

/** The root, with the certificate of the CA that has that key. */
function certifyCa(named: Named, key: CertificatePlan['key']): Promise<Authority> {
  return buildAuthority({
    ca: { subject: name('Test Root'), ...LONG_LIVED },
    leaf: {
      serial: newSerial(),
      subject: name('Test CA'),
      key,
      ...LONG_LIVED,
      extensions: [isCa(), keyCertSignAndCrlSign(), ...pointers(named)],
    },
  })
}

const LONG_LIVED = { notBefore: start - 700 * DAY, notAfter: start + 700 * DAY }

const newSerial = () => [0x4a, ...crypto.getRandomValues(new Uint8Array(15))]

function pointers({ crls = [], responders = [] }: Named): Bytes[] {
  return [
    ...(crls.length > 0
      ? [crlDistributionPoints(...crls.map((host) => distributionPoint(`http://${host}/a.crl`)))]
      : []),
    ...(responders.length > 0
      ? [authorityInfoAccess(responders.map((host) => [OCSP, url(`http://${host}/`)]))]
      : []),
  ]
}

function statementsOf({ certificate, issuer, key, name: signer }: Authority): Omit<Certified, 'ca'> {
  const ocsp: Certified['ocsp'] = async (now, plan = {}, about = {}) =>
    ocspResponse({
      signer: key,
      responderId: byName(signer),
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
  const crl: Certified['crl'] = (now, plan = {}) =>
    buildCrl({ signer: key, issuer: signer, thisUpdate: now, nextUpdate: now + 7 * DAY, ...plan })
  return {
    crl,
    revokingCrl: (now) => crl(now, { entries: [entry(certificate.serial, now - DAY, reasonCode(1))] }),
    ocsp,
    revokingOcsp: (now) => ocsp(now, {}, { status: revoked(now - DAY, 1) }),
  }
}

const OCSP = '1.3.6.1.5.5.7.48.1'
const SCT_LIST = '1.3.6.1.4.1.11129.2.4.2'
