import type { Cause } from '../../../src/policy/cause.ts'
import type { DeliveryFault } from '../servers/delivery-fault.ts'
import { unverified } from './expect.ts'
import type { Row, Variant } from './variant.ts'

/** The deadline of the check (10 s), Firefox's own wait under a private CA (2 s), and slack. */
const SLOW = 15_000

export const row07: Row = {
  row: 7,
  title: 'The responder’s answer does not get across',
  variants: [
    fault(
      'timeout',
      'No answer',
      'accepts the request and never answers',
      unverified('responder-timeout', SLOW),
    ),
    fault('slow-drip', 'Slow drip', 'sends one byte a second', unverified('responder-timeout', SLOW)),
    {
      slug: '07-dns',
      title: 'DNS failure',
      why: 'The responder’s name does not exist: Firefox never looks up names under .onion.',
      leaf: { responders: ['ocsp-onion'] },
      arrange: {},
      expect: unverified('dns-failed'),
    },
    stopped('cut-off', 'Cut off', 'ends the connection without a word', 'responder-unreachable'),
    stopped('http-404', 'HTTP 404', 'answers 404', 'http-error'),
    stopped('http-500', 'HTTP 500', 'answers 500', 'http-error'),
    stopped('html', 'HTML', 'sends the log-in page of a captive portal', 'not-a-response'),
    stopped('empty', 'Empty', 'sends an answer of no bytes', 'malformed'),
    stopped('truncated', 'Truncated', 'sends the first half of a good answer', 'malformed'),
    stopped('huge', '100 MB', 'sends 100 MB that begin like an answer', 'too-large'),
    stopped('redirect-loop', 'Redirect loop', 'redirects to itself, for ever', 'too-many-redirects'),
    stopped('redirect-file', 'Redirect to file:', 'redirects to a file of the visitor’s', 'url-refused'),
    fault(
      'redirect-loopback',
      'Redirect to a loopback address',
      'redirects to http://127.0.0.1, where a good answer waits; nobody may send the browser to its own machine',
      unverified('url-refused'),
    ),
    fault(
      'redirect-inside',
      'Redirect to a name that leads there',
      'redirects to a name that leads to the visitor’s own machine, where a good answer waits',
      unverified('url-refused'),
    ),
  ],
}

function stopped(behaviour: DeliveryFault, title: string, does: string, cause: Cause): Variant {
  return fault(behaviour, title, does, unverified(cause))
}

function fault(behaviour: DeliveryFault, title: string, does: string, expect: Variant['expect']): Variant {
  return {
    slug: `07-${behaviour}`,
    title,
    why: `The responder ${does}.`,
    leaf: { responders: ['ocsp'] },
    arrange: { responders: { ocsp: behaviour } },
    expect,
  }
}
