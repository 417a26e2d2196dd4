import { Cancellation } from '../../../src/policy/cancellation.ts'
import type { Bytes } from '../../../src/pki/bytes.ts'
import { parseCertificate } from '../../../src/pki/certificate/parse.ts'
import type { Answer } from '../../fakes/fake-web.ts'
import { never } from '../../fakes/fake-source.ts'
import { digitalSignature, fullName, name, now as start, serverAuth } from '../../pki/build/certificate.ts'
import { issuingDistributionPoint } from '../../pki/build/crl.ts'
import { ascii, integer, oid, octets, sequence, enumerated, tagged } from '../../pki/build/der.ts'
import { ecdsaKey } from '../../pki/build/keys.ts'
import { byName, errorResponse, single, unknownStatus } from '../../pki/build/ocsp.ts'
import type { CertifiedSite } from '../certified-site.ts'
import { WAYS } from './failing.ts'
import { type Fault, HOSTS, LATE_MS } from './fault.ts'

const DAY = 86_400_000

type Network = 'crl' | 'ocsp'
type Said = Readonly<Record<string, (site: CertifiedSite) => Promise<Bytes> | Bytes>>

/** By the cause that they come to. */
const OCSP_ANSWERS: Said = {
  malformed: () => ascii('0rubbish'),
  'malformed (empty)': () => new Uint8Array(),
  'malformed (cut short)': async (site) => (await site.ocsp(start)).slice(0, -9),
  unsupported: () => sequence(enumerated(0), tagged(0, sequence(oid('1.2.3.4'), octets(ascii('?'))))),
  'malformed-request': () => errorResponse(1),
  'internal-error': () => errorResponse(2),
  'try-later': () => errorResponse(3),
  'signature-required': () => errorResponse(5),
  unauthorized: () => errorResponse(6),
  'wrong-certificate': async (site) => {
    const issuer = parseCertificate(await site.ca.issue({ subject: name('Another CA') }))
    const about = { certificate: site.ca.certificate, issuer }
    return site.ocsp(start, { singles: [await single({ subject: about })] })
  },
  'responder-not-authorized': async (site) => {
    const key = await ecdsaKey()
    const subject = name('Responder')
    const delegate = await site.ca.issue({ subject, key, extensions: [serverAuth(), digitalSignature()] })
    return site.ocsp(start, { signer: key, responderId: byName(subject), certificates: [delegate] })
  },
  'weak-signature': async (site) => site.ocsp(start, { signer: await ecdsaKey('P-256', 'SHA-1') }),
  'bad-signature': async (site) => site.ocsp(start, { signer: await ecdsaKey() }),
  'not-yet-valid': (site) => site.ocsp(start + DAY),
  expired: (site) => site.ocsp(start - 9 * DAY),
  'unknown-to-ca': (site) => site.ocsp(start, {}, { status: unknownStatus() }),
}

const CRL_ANSWERS: Said = {
  malformed: () => ascii('0rubbish'),
  'malformed (empty)': () => new Uint8Array(),
  'malformed (cut short)': async (site) => (await site.crl(start)).slice(0, -9),
  unsupported: (site) => site.crl(start, { version: [integer(2)] }),
  'wrong-issuer': (site) => site.crl(start, { issuer: name('Another CA') }),
  'out-of-scope': (site) =>
    site.crl(start, {
      extensions: [issuingDistributionPoint(tagged(0, fullName('http://elsewhere.test/b.crl')))],
    }),
  'weak-signature': async (site) => site.crl(start, { signer: await ecdsaKey('P-256', 'SHA-1') }),
  'bad-signature': async (site) => site.crl(start, { signer: await ecdsaKey() }),
  'not-yet-valid': (site) => site.crl(start + DAY),
  expired: (site) => site.crl(start - 9 * DAY),
}

const DELIVERIES: Readonly<Record<string, Answer | undefined>> = {
  'responder-unreachable': undefined,
  'dns-failed': { error: 'NS_ERROR_UNKNOWN_HOST' },
  offline: { error: 'NS_ERROR_OFFLINE' },
  'responder-timeout': { error: 'NS_ERROR_NET_TIMEOUT' },
  'too-many-redirects': { error: 'NS_ERROR_REDIRECT_LOOP' },
  'url-refused (by a redirect)': { error: 'NS_ERROR_DOM_BAD_URI' },
  'http-error (404)': { status: 404 },
  'http-error (500)': { status: 500 },
  'http-error (204)': { status: 204 },
  'http-error (304 that was not asked for)': { status: 304 },
  'not-a-response': { bytes: ascii('<!doctype html><title>Log in</title>') },
  'too-large': { headers: { 'content-length': '999999999' }, bytes: ascii('0') },
}

export const NETWORK_FAULTS: readonly Fault[] = [...faultsOf('crl'), ...faultsOf('ocsp'), ...portalFaults()]

function faultsOf(victim: Network): readonly Fault[] {
  return [
    ...Object.entries(victim === 'crl' ? CRL_ANSWERS : OCSP_ANSWERS).map(([name, make]): Fault => {
      const made = new Map<CertifiedSite, Promise<Bytes>>()
      return {
        victim,
        name,
        async arrange({ web }, site) {
          const bytes = made.get(site) ?? Promise.resolve(make(site))
          made.set(site, bytes)
          const answer = { bytes: await bytes }
          web.servers.set(HOSTS[victim], () => answer)
        },
      }
    }),
    ...Object.entries(DELIVERIES).map(([name, answer]): Fault => ({
      victim,
      name,
      arrange: ({ web }) => void web.servers.set(HOSTS[victim], () => answer),
    })),
    ...transport(victim),
  ]
}

function transport(victim: Network): readonly Fault[] {
  const host = HOSTS[victim]
  const good = (site: CertifiedSite) => (victim === 'crl' ? site.crl(start) : site.ocsp(start))
  const atHost = (input: unknown) => new URL(String(input)).host === host
  return [
    {
      victim,
      name: 'dns-filtered',
      arrange: ({ web }) => void web.addresses.set(host, ['0.0.0.0']),
    },
    {
      victim,
      name: 'dns-filtered (into the own network)',
      arrange: ({ web }) => void web.addresses.set(host, ['10.0.0.1']),
    },
    { victim, name: 'proxy-failed', arrange: ({ web }) => void web.proxies.set(host, 'is dead') },
    { victim, name: 'proxy-login', arrange: ({ web }) => void web.proxies.set(host, 'wants a password') },
    { victim, name: 'hangs for ever', arrange: ({ web }) => void web.servers.set(host, () => never()) },
    {
      victim,
      name: 'answers after the deadline',
      arrange: ({ web, clock }, site) =>
        void web.servers.set(host, async () => {
          await clock.wait(LATE_MS, new Cancellation())
          return { bytes: await good(site) }
        }),
    },
    {
      victim,
      name: 'sends a body without an end',
      arrange: ({ web }) =>
        void web.servers.set(host, () => ({
          stream: new ReadableStream({ start: (body) => body.enqueue(Uint8Array.of(0x30)) }),
        })),
    },
    {
      victim,
      // Of an answer that is as short as OCSP's it is not to be told from silence.
      name: victim === 'crl' ? 'too-slow' : 'responder-timeout (in the midst of its body)',
      arrange: ({ web }) =>
        void web.servers.set(host, () => ({
          stream: new ReadableStream({ start: (body) => body.enqueue(new Uint8Array(20_000).fill(0x30)) }),
        })),
    },
    {
      victim,
      name: 'breaks off its body',
      arrange: ({ web }) =>
        void web.servers.set(host, () => ({
          stream: new ReadableStream({ start: (body) => body.error(new TypeError('broken off')) }),
        })),
    },
    {
      victim,
      name: 'cannot be asked: fetch rejects',
      arrange(world) {
        const whole = world.fetch
        world.fetch = (input, init) => (atHost(input) ? Promise.reject(new Error('no')) : whole(input, init))
      },
    },
    {
      victim,
      name: 'cannot be asked: fetch throws at once',
      arrange(world) {
        const whole = world.fetch
        world.fetch = (input, init) => {
          if (atHost(input)) throw new Error('no')
          return whole(input, init)
        }
      },
    },
    {
      victim,
      name: 'url-refused (by its scheme or credentials)',
      site: `refused ${victim}`,
      arrange: () => undefined,
    },
    { victim, name: 'no-pointer', site: 'neither', arrange: () => undefined },
    {
      victim,
      name: 'https-only-mode',
      arrange({ web }, site) {
        web.servers.set(host, async () => ({ bytes: await good(site) }))
        web.isHttpsOnly = true
      },
    },
    {
      victim,
      name: 'cannot be verified: no crypto',
      arrange(world, site) {
        world.web.servers.set(host, async () => ({ bytes: await good(site) }))
        const { crypto } = world
        world.crypto = { ...crypto, verify: noCrypto, importKey: noCrypto }
      },
    },
  ]
}

const noCrypto = () => Promise.reject(new Error('no crypto'))

/** Where nobody answers, Firefox is asked whether a captive portal is why. */
function portalFaults(): readonly Fault[] {
  const locked: Fault = {
    victim: 'captivePortal',
    name: 'captive-portal',
    arrange: (world) => void (world.portalState = async () => 'locked_portal'),
  }
  const failing = Object.entries(WAYS).map(([name, fail]): Fault => ({
    victim: 'captivePortal',
    name,
    arrange: (world) =>
      void (world.portalState = () => fail(world.clock, Promise.resolve('unknown' as const))),
  }))
  return [locked, ...failing]
}
