import { describe, expect, it } from 'vitest'
import { checkChain } from '../../src/policy/check.ts'
import type { ChainReport } from '../../src/policy/report.ts'
import type { Level } from '../../src/policy/settings.ts'
import type { Source } from '../../src/policy/source.ts'
import { chain, longChain } from '../fakes/certificates.ts'
import { good, revoked, unknown } from '../fakes/evidence.ts'
import { FakeSource, never, OfflineSource } from '../fakes/fake-source.ts'
import { ManualClock } from '../fakes/manual-clock.ts'

const DEADLINE = 10_000

function start(
  sources: readonly Source[],
  more: { chain?: ReturnType<typeof chain>; renew?: boolean; level?: Level } = {},
) {
  const clock = new ManualClock()
  const progress: ChainReport[] = []
  const result = checkChain(more.chain ?? chain(), {
    sources,
    clock,
    level: more.level ?? 'guard',
    deadlineMs: DEADLINE,
    isPrivate: false,
    renew: more.renew ?? false,
    onProgress: (report) => progress.push(report),
  })
  return { clock, result, progress }
}

const kindOf = async (result: Promise<ChainReport>) => (await result).verdict.kind

describe('checkChain', () => {
  it('asks nobody over the network where stored evidence settles it', async () => {
    const crl = new FakeSource('crl', { ask: good('crl'), recall: good('crl', { obtained: 'stored' }) })
    const ocsp = new FakeSource('ocsp', { ask: good() })
    const { result } = start([crl, ocsp])
    expect(await kindOf(result)).toBe('verified')
    expect([crl.asked, ocsp.asked]).toEqual([0, 0])
  })

  it('tells a slow line from silence, and has what was under way fetched later', async () => {
    const later: string[] = []
    const source = (received: number) =>
      Object.assign(
        new FakeSource('crl', {
          ask: (_, { onBytes }) => {
            onBytes?.(received)
            return never()
          },
        }),
        { fetchLater: () => later.push(`after ${received}`) },
      )
    for (const [received, cause] of [
      [100, 'responder-timeout'],
      [2_000_000, 'too-slow'],
    ] as const) {
      const { clock, result } = start([source(received)])
      await clock.advance(DEADLINE)
      expect((await result).verdict.cause).toBe(cause)
    }
    expect(later).toEqual(['after 2000000'])
  })

  it('asks the network where what is stored has just ended, although it still says good', async () => {
    const { now } = new ManualClock()
    const ended = good('crl', { obtained: 'stored', until: now() })
    const crl = new FakeSource('crl', { ask: good('crl'), recall: ended })
    expect(await kindOf(start([crl]).result)).toBe('verified')
    const gone = new FakeSource('crl', { ask: unknown('responder-unreachable', 'crl'), recall: ended })
    const { verdict } = await start([gone]).result
    expect(verdict).toMatchObject({ kind: 'unverified', cause: 'responder-unreachable' })
  })

  it('goes on asking after an answer that has just ended, good or revoked', async () => {
    const { now } = new ManualClock()
    for (const answer of [good('crl', { until: now() }), revoked('crl', { until: now() })]) {
      const ocsp = new FakeSource('ocsp', { ask: good() })
      expect(await kindOf(start([new FakeSource('crl', { ask: answer }), ocsp]).result)).toBe('verified')
    }
  })

  it('asks the network about an intermediate in lockdown, where OneCRL is not enough', async () => {
    const onecrl = new OfflineSource('onecrl', good('onecrl'))
    const crl = new FakeSource('crl', { ask: good('crl') })
    const { result } = start([onecrl, crl], { chain: longChain(), level: 'lockdown' })
    expect(await kindOf(result)).toBe('verified')
  })

  it('hears every store before it believes a good answer in one of them', async () => {
    const crl = new FakeSource('crl', { ask: never, recall: good('crl') })
    const ocsp = new FakeSource('ocsp', { ask: never, recall: revoked('ocsp') })
    expect(await kindOf(start([crl, ocsp]).result)).toBe('revoked')
  })

  it('hears what is at hand and never needs the network, also to renew', async () => {
    const crlite = new OfflineSource('crlite', revoked('crlite'))
    const ocsp = new FakeSource('ocsp', { ask: good() })
    expect(await kindOf(start([crlite, ocsp], { renew: true }).result)).toBe('revoked')
    expect(ocsp.asked).toBe(0)
  })

  it('believes no good answer of a responder to renew where a stored CRL revokes and no newer one comes', async () => {
    const stored = revoked('crl', { obtained: 'stored', thisUpdate: 2_000 })
    const kindWith = (ask: ReturnType<typeof good>) => {
      const crl = new FakeSource('crl', { ask, recall: stored })
      const ocsp = new FakeSource('ocsp', { ask: good('ocsp', { thisUpdate: 3_000 }) })
      return kindOf(start([crl, ocsp], { renew: true }).result)
    }
    expect(await kindWith(unknown('responder-unreachable', 'crl'))).toBe('revoked')
    expect(await kindWith(good('crl', { thisUpdate: 1_000 }))).toBe('revoked')
    // Taken off hold, say.
    expect(await kindWith(good('crl', { thisUpdate: 3_000 }))).toBe('verified')
  })

  it('ends at the deadline also where the stores hang while it renews', async () => {
    const { clock, result } = start([new FakeSource('ocsp', { ask: never, recall: never })], { renew: true })
    await clock.advance(DEADLINE)
    expect((await result).tookMs).toBe(DEADLINE)
  })

  it('hears a source that has only what is at hand once', async () => {
    const crlite = new OfflineSource('crlite', unknown('not-covered', 'crlite'))
    const ocsp = new FakeSource('ocsp', { ask: good() })
    const { certificates, verdict } = await start([crlite, ocsp]).result
    expect(verdict.kind).toBe('verified')
    expect(certificates[0]?.evidence.map(({ source }) => source)).toEqual(['crlite', 'ocsp'])
  })

  it('asks the next source as soon as one has said nothing', async () => {
    const crl = new FakeSource('crl', { ask: unknown('http-error', 'crl') })
    const ocsp = new FakeSource('ocsp', { ask: good() })
    expect(await kindOf(start([crl, ocsp]).result)).toBe('verified')
  })

  it('asks the next source beside one that is slow, and takes the first answer', async () => {
    const crl = new FakeSource('crl', { ask: never })
    const ocsp = new FakeSource('ocsp', { ask: good() })
    const { clock, result } = start([crl, ocsp])
    await clock.advance(900)
    expect(ocsp.asked).toBe(0)
    await clock.advance(200)
    expect(await kindOf(result)).toBe('verified')
  })

  it('does not tell a responder what a CRL has answered in time', async () => {
    const crl = new FakeSource('crl', { ask: good('crl') })
    const ocsp = new FakeSource('ocsp', { ask: good() })
    const { clock, result } = start([crl, ocsp])
    await result
    await clock.advance(DEADLINE)
    expect(ocsp.asked).toBe(0)
  })

  it('ends at the deadline with the silent sources entered as timed out', async () => {
    const { clock, result } = start([
      new FakeSource('crl', { ask: never }),
      new FakeSource('ocsp', { ask: never }),
    ])
    await clock.advance(DEADLINE)
    const report = await result
    expect(report.verdict).toMatchObject({ kind: 'unverified', cause: 'responder-timeout' })
    expect(report.certificates[0]?.evidence.map(({ source }) => source)).toEqual(['crl', 'ocsp'])
    expect(report.tookMs).toBe(DEADLINE)
  })

  it.each([
    [
      'throws',
      () => {
        throw new TypeError('broken')
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
  ])('counts a source that %s as one that said nothing', async (_, ask) => {
    const report = await start([new FakeSource('ocsp', { ask, recall: ask })]).result
    expect(report.verdict).toMatchObject({ kind: 'unverified', cause: 'internal-fault' })
  })

  it('does not lose the network to a store that hangs', async () => {
    const { clock, result } = start([new FakeSource('ocsp', { ask: good(), recall: never })])
    await clock.advance(1_100)
    expect(await kindOf(result)).toBe('verified')
  })

  it('cancels everything as soon as one certificate is found revoked', async () => {
    let isCancelled = false
    const crl = new FakeSource('crl', {
      ask: ({ role }, { cancellation }) => {
        if (role === 'intermediate') return Promise.resolve(revoked('crl'))
        cancellation.onCancel(() => {
          isCancelled = true
        })
        return never()
      },
    })
    const report = await start([crl], { chain: longChain() }).result
    expect(report.verdict).toMatchObject({ kind: 'revoked', certificate: 1 })
    expect(isCancelled).toBe(true)
    expect(report.certificates[0]?.evidence).toEqual([])
  })

  it('asks about every certificate below the root, with its issuer, and never about the root', async () => {
    const asked: string[] = []
    const ocsp = new FakeSource('ocsp', {
      ask: ({ certificate, issuer, role }) => {
        asked.push(`${certificate.subjectName} by ${issuer.subjectName} as ${role}`)
        return Promise.resolve(good())
      },
    })
    await start([ocsp], { chain: longChain() }).result
    expect(asked).toEqual(['leaf by intermediate as leaf', 'intermediate by root as intermediate'])
  })

  it('reports every piece of evidence as it comes', async () => {
    const { result, progress } = start([
      new FakeSource('crl', { ask: unknown('dns-failed', 'crl') }),
      new FakeSource('ocsp', { ask: good() }),
    ])
    await result
    expect(progress.map(({ certificates }) => certificates[0]?.evidence.length)).toEqual([1, 2])
  })

  it('asks the network first when it shall renew, and falls back on what is stored', async () => {
    const stored = good('ocsp', { obtained: 'stored' })
    const alive = new FakeSource('ocsp', { ask: revoked(), recall: stored })
    expect(await kindOf(start([alive], { renew: true }).result)).toBe('revoked')
    const dead = new FakeSource('ocsp', { ask: unknown('responder-unreachable'), recall: stored })
    expect(await kindOf(start([dead], { renew: true }).result)).toBe('verified')
  })
})
