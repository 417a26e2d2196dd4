import { Cancellation } from '../../../src/policy/cancellation.ts'
import type { Bytes } from '../../../src/pki/bytes.ts'
import type { Answer } from '../../fakes/fake-web.ts'
import { never } from '../../fakes/fake-source.ts'
import { now as start } from '../../pki/build/certificate.ts'
import { ascii } from '../../pki/build/der.ts'
import type { Certified } from '../certified-site.ts'
import { WAYS } from './failing.ts'
import { type Fault, LATE_MS } from './fault.ts'
import { EMPTY_ANSWERS, ODD_ANSWERS } from './statements.ts'

type Network = 'crl' | 'ocsp'

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
    ...Object.entries(EMPTY_ANSWERS[victim]).map(([name, make]) => answering(victim, name, make)),
    ...Object.entries(ODD_ANSWERS[victim]).map(([name, { make, says }]) =>
      answering(victim, name, make, says),
    ),
    ...Object.entries(DELIVERIES).map(([name, answer]): Fault => ({
      victim,
      name,
      arrange: ({ web }, { hosts }) => void web.servers.set(hosts[victim], () => answer),
    })),
    ...transport(victim),
  ]
}

function answering(
  victim: Network,
  name: string,
  make: (about: Certified) => Bytes | Promise<Bytes>,
  says?: Fault['says'],
): Fault {
  const made = new Map<Certified, Promise<Bytes>>()
  return {
    victim,
    name,
    ...(says !== undefined && { says }),
    async arrange({ web }, about) {
      const bytes = made.get(about) ?? Promise.resolve(make(about))
      made.set(about, bytes)
      const answer = { bytes: await bytes }
      web.servers.set(about.hosts[victim], () => answer)
    },
  }
}

function transport(victim: Network): readonly Fault[] {
  const good = (about: Certified) => (victim === 'crl' ? about.crl(start) : about.ocsp(start))
  return [
    {
      victim,
      name: 'dns-filtered',
      arrange: ({ web }, { hosts }) => void web.addresses.set(hosts[victim], ['0.0.0.0']),
    },
    {
      victim,
      name: 'dns-filtered (into the own network)',
      arrange: ({ web }, { hosts }) => void web.addresses.set(hosts[victim], ['10.0.0.1']),
    },
    {
      victim,
      name: 'proxy-failed',
      arrange: ({ web }, { hosts }) => void web.proxies.set(hosts[victim], 'is dead'),
    },
    {
      victim,
      name: 'proxy-login',
      arrange: ({ web }, { hosts }) => void web.proxies.set(hosts[victim], 'wants a password'),
    },
    {
      victim,
      name: 'hangs for ever',
      arrange: ({ web }, { hosts }) => void web.servers.set(hosts[victim], () => never()),
    },
    {
      victim,
      name: 'answers after the deadline',
      arrange: ({ web, clock }, about) =>
        void web.servers.set(about.hosts[victim], async () => {
          await clock.wait(LATE_MS, new Cancellation())
          return { bytes: await good(about) }
        }),
    },
    {
      victim,
      name: 'sends a body without an end',
      arrange: ({ web }, { hosts }) =>
        void web.servers.set(hosts[victim], () => ({
          stream: new ReadableStream({ start: (body) => body.enqueue(Uint8Array.of(0x30)) }),
        })),
    },
    {
      victim,
      // Of an answer that is as short as OCSP's it is not to be told from silence.
      name: victim === 'crl' ? 'too-slow' : 'responder-timeout (in the midst of its body)',
      arrange: ({ web }, { hosts }) =>
        void web.servers.set(hosts[victim], () => ({
          stream: new ReadableStream({ start: (body) => body.enqueue(new Uint8Array(20_000).fill(0x30)) }),
        })),
    },
    {
      victim,
      name: 'breaks off its body',
      arrange: ({ web }, { hosts }) =>
        void web.servers.set(hosts[victim], () => ({
          stream: new ReadableStream({ start: (body) => body.error(new TypeError('broken off')) }),
        })),
    },
    {
      victim,
      name: 'cannot be asked: fetch rejects',
      arrange(world, { hosts }) {
        const whole = world.fetch
        world.fetch = (input, init) =>
          isAt(hosts[victim], input) ? Promise.reject(new Error('no')) : whole(input, init)
      },
    },
    {
      victim,
      name: 'cannot be asked: fetch throws at once',
      arrange(world, { hosts }) {
        const whole = world.fetch
        world.fetch = (input, init) => {
          if (isAt(hosts[victim], input)) throw new Error('no')
          return whole(input, init)
        }
      },
    },
    {
      victim,
      name: 'url-refused (by its scheme or credentials)',
      naming: `refused ${victim}`,
      arrange: () => undefined,
    },
    { victim, name: 'no-pointer', naming: 'neither', arrange: () => undefined },
    {
      victim,
      name: 'https-only-mode',
      silencesAll: true,
      arrange({ web }, about) {
        web.servers.set(about.hosts[victim], async () => ({ bytes: await good(about) }))
        web.isHttpsOnly = true
      },
    },
    {
      victim,
      name: 'cannot be verified: no crypto',
      silencesAll: true,
      arrange(world, about) {
        world.web.servers.set(about.hosts[victim], async () => ({ bytes: await good(about) }))
        const { crypto } = world
        world.crypto = { ...crypto, verify: noCrypto, importKey: noCrypto }
      },
    },
  ]
}

const isAt = (host: string, input: unknown) => new URL(String(input)).host === host

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
