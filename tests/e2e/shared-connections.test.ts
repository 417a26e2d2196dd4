import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hostUnder } from '../lab/names.ts'
import type { Scenario } from '../lab/scenario.ts'
import { verified } from '../lab/scenarios/expect.ts'
import type { Row, Variant } from '../lab/scenarios/variant.ts'
import { closeConnections } from './firefox/connections.ts'
import type { Tab } from './firefox/tab.ts'
import { submit } from './forms.ts'
import { setStage, type Stage } from './stage.ts'

const site = (slug: string, more: Partial<Variant> = {}): Variant => ({
  slug,
  title: slug,
  why: 'Two sites at one address, and one certificate names both.',
  kinds: ['public'],
  leaf: { responders: ['ocsp'] },
  arrange: {},
  expect: verified('ocsp'),
  ...more,
})

/** The certificate of the first names the second, too, which has another of its own. */
const pair = (slug: string, { revoked }: { readonly revoked?: 'both' | 'own' } = {}): readonly Variant[] => {
  const arrange = { responders: { ocsp: 'revoked' } } as const
  return [
    site(`${slug}-both`, {
      leaf: { responders: ['ocsp'], alsoNamed: [hostUnder('public', `${slug}-own`)] },
      ...(revoked === 'both' && { arrange }),
    }),
    site(`${slug}-own`, revoked === 'own' ? { arrange } : {}),
  ]
}

const ROW: Row = {
  row: 18,
  title: 'Over the connection of another site',
  variants: [
    ...pair('page', { revoked: 'both' }),
    ...pair('spared', { revoked: 'own' }),
    ...pair('form', { revoked: 'both' }),
    site('page-good'),
  ],
}

/** RFC 9113 §9.1.1: a connection may be used for whatever its certificate names and leads to the same address. */
describe('over the connection of another site', () => {
  let stage: Stage

  beforeAll(async () => {
    stage = await setStage({}, { rows: [ROW] })
    for (const scenario of stage.lab.scenarios) await scenario.arrange()
  })

  afterAll(() => stage.close())

  const siteOf = (slug: string): Scenario => stage.scenario(`${slug}.public`)

  async function visit(slug: string): Promise<{ outcome: string; verdict: string | undefined; tab: Tab }> {
    const { outcome, tab } = await stage.session.visit(siteOf(slug).url)
    return { outcome, verdict: await tab.run(verdictShown), tab }
  }

  it('a page is judged by the certificate of that connection, not the site’s own', async () => {
    expect(await visit('page-both')).toMatchObject({ outcome: 'interstitial', verdict: 'revoked' })
    expect(await visit('page-own')).toMatchObject({ outcome: 'interstitial', verdict: 'revoked' })
    await closeConnections(stage.session.chrome)
    expect(await visit('page-own')).toMatchObject({ outcome: 'opens' })
  })

  it('what was found of it says nothing of the site’s own, once that is shown', async () => {
    expect(await visit('spared-both')).toMatchObject({ outcome: 'opens' })
    expect(await visit('spared-own')).toMatchObject({ outcome: 'opens' })
    await closeConnections(stage.session.chrome)
    expect(await visit('spared-own')).toMatchObject({ outcome: 'interstitial', verdict: 'revoked' })
  })

  // The check before sending has a connection of its own, which Firefox never shares: the limit that README.md names.
  it('a form that is sent over it is found out by the answer, and the user is told that it went', async () => {
    const { tab } = await visit('page-good')
    await visit('form-both')
    const own = siteOf('form-own')
    await tab.run(submit, new URL('/login', own.url).href)
    expect((await stage.session.settle(tab)).outcome).toBe('interstitial')
    expect(await tab.run(verdictShown)).toBe('revoked')
    expect(await tab.run(isSaidToBeSent)).toBe('true')
    const arrived = stage.lab.siteRequests.filter(({ host }) => host === own.host)
    expect(arrived.map(({ method }) => method)).toEqual(['HEAD', 'POST'])
  })
})

// The rest is sent to the page as text.

function verdictShown(): string | undefined {
  return document.querySelector('main')?.dataset['verdict']
}

function isSaidToBeSent(): string | undefined {
  return document.querySelector<HTMLElement>('.form-notice')?.dataset['sent']
}
