import { describe, expect, it } from 'vitest'
import { encodeChain } from '../../../src/browser/check/chain-store.ts'
import { createGuardInDrill } from '../../../src/browser/drill/guard-in-drill.ts'
import type { NetworkSource, Source } from '../../../src/policy/source.ts'
import { DEFAULT_SETTINGS, type Level } from '../../../src/policy/settings.ts'
import { good, unknown } from '../../fakes/evidence.ts'
import { ManualClock } from '../../fakes/manual-clock.ts'
import { certifiedSite } from '../certified-site.ts'

const CUT_OFF: NetworkSource = {
  id: 'ocsp',
  recall: () => Promise.resolve(undefined),
  ask: () => Promise.resolve(unknown('proxy-failed')),
}
const SAYS_NOTHING: Source = { id: 'crlite', recall: () => Promise.resolve(unknown('not-covered', 'crlite')) }

async function check({ level, stored }: { level: Level; stored: 'good' | 'nothing' }) {
  const { chain } = await certifiedSite({ responders: ['ocsp.example'] })
  const guard = createGuardInDrill({
    settings: {
      load: () => Promise.resolve({ ...DEFAULT_SETTINGS, level }),
      save: () => Promise.resolve(DEFAULT_SETTINGS),
    },
    clock: new ManualClock(),
    awake: { hold: () => () => undefined },
    offline: [SAYS_NOTHING],
    network: [CUT_OFF],
    stored: [{ id: 'ocsp', recall: () => Promise.resolve(stored === 'good' ? good() : undefined) }],
  })
  return guard(encodeChain(chain))
}

describe('the guard in a drill', () => {
  it('holds the page, since nobody is to be reached: the proxy that fails is its own', async () => {
    const { action, report, stored } = await check({ level: 'guard', stored: 'nothing' })
    expect(action).toBe('held')
    expect(report.verdict).toMatchObject({ kind: 'unverified', cause: 'responder-unreachable' })
    expect(stored.action).toBe('held')
  })

  it('does not count what is stored, and says what it would do by that', async () => {
    const { action, stored } = await check({ level: 'guard', stored: 'good' })
    expect(action).toBe('held')
    expect(stored).toMatchObject({ action: 'shown', verdict: { kind: 'verified', source: 'ocsp' } })
  })

  it('shows the page at a level that holds nothing', async () => {
    expect((await check({ level: 'watch', stored: 'nothing' })).action).toBe('shown')
  })
})
