import { toHex } from '../../src/pki/bytes.ts'
import type { Bytes } from '../../src/pki/bytes.ts'
import { parseCertificate } from '../../src/pki/certificate/parse.ts'
import type { FakeWeb } from '../fakes/fake-web.ts'
import { type Authority, buildAuthority } from '../pki/build/authority.ts'
import {
  authorityInfoAccess,
  crlDistributionPoints,
  distributionPoint,
  name,
  serverAuth,
} from '../pki/build/certificate.ts'
import { buildCrl, entry, reasonCode } from '../pki/build/crl.ts'
import { url } from '../pki/build/der.ts'
import { type Key, ecdsaKey } from '../pki/build/keys.ts'
import { byName, ocspResponse, revoked, single } from '../pki/build/ocsp.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const OCSP = '1.3.6.1.5.5.7.48.1'
/** One site in so many is revoked. */
const REVOKED_EVERY = 50

/** Many sites of some CAs: of each third CA there are CRLs, of the others responders. */
export interface City {
  readonly hosts: readonly Host[]
}

export interface Host {
  readonly name: string
  /** DER, leaf and root. */
  readonly certificates: readonly [Bytes, Bytes]
  readonly fingerprint: string
  readonly isRevoked: boolean
}

const AUTHORITIES = 30

/** Builds it, and has its responders and CRL servers answer in that web. */
export async function buildCity(hosts: number, web: FakeWeb, now: () => number): Promise<City> {
  const authorities = await Promise.all(Array.from({ length: AUTHORITIES }, () => buildAuthority()))
  const key = await ecdsaKey()
  const built: Host[] = []
  for (let n = 0; n < hosts; n++) {
    const authority = authorities[n % AUTHORITIES]
    if (authority !== undefined) built.push(await buildHost(n, authority, key))
  }
  for (const [n, authority] of authorities.entries()) {
    if (isByCrl(n)) web.servers.set(`crl-${n}.test`, crlServer(authority, serialsOf(built, n), now))
    else web.servers.set(`ocsp-${n}.test`, responder(authority, built, now))
  }
  return { hosts: built }
}

const isByCrl = (n: number) => n % 3 === 0
const serialOf = (n: number) => [0x4a, n >> 16, (n >> 8) & 0xff, n & 0xff]

async function buildHost(n: number, authority: Authority, key: Key): Promise<Host> {
  const of = n % AUTHORITIES
  const pointer = isByCrl(of)
    ? crlDistributionPoints(distributionPoint(`http://crl-${of}.test/a.crl`))
    : authorityInfoAccess([[OCSP, url(`http://ocsp-${of}.test/`)]])
  const leaf = await authority.issue({
    subject: name(`host-${n}.example`),
    serial: serialOf(n),
    key,
    extensions: [serverAuth(), pointer],
  })
  return {
    name: `host-${n}.example`,
    certificates: [leaf, authority.issuer.der],
    fingerprint: toHex(Uint8Array.from(serialOf(n))),
    isRevoked: n % REVOKED_EVERY === 7,
  }
}

function serialsOf(hosts: readonly Host[], authority: number): readonly number[] {
  return hosts.flatMap(({ isRevoked }, n) => (isRevoked && n % AUTHORITIES === authority ? [n] : []))
}

/** A new list every day, which counts for four. */
function crlServer({ key, name: issuer }: Authority, listed: readonly number[], now: () => number) {
  let last: { readonly day: number; readonly list: Promise<Bytes> } | undefined
  return async () => {
    const day = Math.floor(now() / DAY)
    if (last?.day !== day) {
      const [thisUpdate, nextUpdate] = [day * DAY, (day + 4) * DAY]
      const entries = listed.map((n) => entry(serialOf(n), thisUpdate - DAY, reasonCode(1)))
      last = { day, list: buildCrl({ signer: key, issuer, thisUpdate, nextUpdate, entries }) }
    }
    return { bytes: await last.list }
  }
}

/** Says of each what it is, for two days. */
function responder({ key, name: issuerName, issuer }: Authority, hosts: readonly Host[], now: () => number) {
  return async ({ url: asked }: { readonly url: string }) => {
    const request = Buffer.from(decodeURIComponent(new URL(asked).pathname.slice(1)), 'base64')
    // The serial number stands last in the request, and has four bytes.
    const n = request.readUIntBE(request.length - 3, 3)
    const host = hosts[n]
    if (host === undefined) return undefined
    const certificate = parseCertificate(host.certificates[0])
    const thisUpdate = now() - HOUR
    const status = host.isRevoked ? { status: revoked(thisUpdate - DAY, 1) } : {}
    const about = {
      subject: { certificate, issuer },
      thisUpdate,
      nextUpdate: thisUpdate + 2 * DAY,
      ...status,
    }
    const response = await ocspResponse({
      signer: key,
      responderId: byName(issuerName),
      producedAt: thisUpdate,
      singles: [await single(about)],
    })
    return { bytes: response }
  }
}
