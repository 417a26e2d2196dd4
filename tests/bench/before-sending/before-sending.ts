import { type BeforeSending, DEFAULT_SETTINGS } from '../../../src/policy/settings.ts'
import { BUILT_ADDON } from '../../e2e/built-addon.ts'
import { launchFirefox, type FirefoxSession } from '../../e2e/firefox/session.ts'
import { findScenario } from '../../e2e/stage.ts'
import { startLab } from '../../lab/lab.ts'
import type { Lab } from '../../lab/scenario.ts'
import { verified } from '../../lab/scenarios/expect.ts'
import type { Row } from '../../lab/scenarios/variant.ts'
import type { Benchmark } from '../benchmark.ts'
import { figureOf, quantile } from '../figure.ts'
import { AS_WITH_A_USER } from '../surroundings.ts'

/** As many as there are first times. */
const SITES = 24
/** A request to a site that has been cleared may take so much longer than where nothing is checked before sending, ms. */
const LIMIT_MS = 2

const slugOf = (n: number): string => `22-bench-${n}`

const ROW: Row = {
  row: 22,
  title: 'Sites that are sent something',
  variants: Array.from({ length: SITES }, (_, n) => ({
    slug: slugOf(n),
    title: `Site ${n}`,
    why: 'Nothing stands in the way.',
    kinds: ['public'],
    leaf: { responders: ['ocsp'] },
    arrange: {},
    expect: verified('ocsp'),
  })),
}

export const beforeSending: Benchmark = {
  name: 'before-sending',
  title: 'a POST from the page of a site that is good',
  async run() {
    const lab = await startLab({ port: 0, rows: [ROW] })
    try {
      const alone = await postTwice(lab)
      const never = await postTwice(lab, 'never')
      const checked = await postTwice(lab, 'bodies')
      const figures = (['first', 'second'] as const).flatMap((which) => {
        const of = (posts: readonly Posts[]) => posts.map((one) => one[which])
        const group = `Firefox: ${which} POST to an origin`
        const against = { name: 'without the check', times: of(never) }
        const value = quantile(of(never), 0.5) + LIMIT_MS
        return [
          figureOf({ group, name: 'Firefox alone', times: of(alone) }),
          figureOf({ group, name: 'Hardfail, without the check', times: of(never) }),
          figureOf({
            group,
            name: 'Hardfail, checked before sending',
            times: of(checked),
            against,
            limits: which === 'second' ? [{ of: 'median', value }] : [],
          }),
        ]
      })
      return { figures, notes: [NOTE] }
    } finally {
      await lab.close()
    }
  },
}

const NOTE =
  'Site and CA answer from this machine: elsewhere the first POST waits for one handshake with the site more, and one answer of the CA.'

interface Posts {
  readonly first: number
  readonly second: number
}

async function postTwice(lab: Lab, beforeSending?: BeforeSending): Promise<readonly Posts[]> {
  const { roots, names } = lab
  lab.reset()
  const addon = beforeSending === undefined ? {} : { addon: BUILT_ADDON }
  const session = await launchFirefox({ roots, names, prefs: AS_WITH_A_USER, ...addon })
  try {
    if (beforeSending !== undefined) {
      await session.addon?.ask('settings.save', { settings: { ...DEFAULT_SETTINGS, beforeSending } })
    }
    const posts: Posts[] = []
    for (let n = 0; n < SITES; n++) {
      posts.push(await postAt(session, findScenario(lab, `${slugOf(n)}.public`).url))
    }
    const probes = lab.siteRequests.filter(({ method }) => method === 'HEAD').length
    if (probes !== (beforeSending === 'bodies' ? SITES : 0)) {
      throw new Error(`${probes} sites were checked before sending`)
    }
    return posts
  } finally {
    await session.close()
  }
}

async function postAt(session: FirefoxSession, url: string): Promise<Posts> {
  const { tab, outcome } = await session.visit(url)
  if (outcome !== 'opens') throw new Error(`the page was not shown: ${outcome}`)
  const posts = await tab.run(post)
  await tab.close()
  return posts
}

// Sent to the page as text.
async function post(): Promise<Posts> {
  const times: number[] = []
  for (let n = 0; n < 2; n++) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    const startedAt = performance.now()
    await (await fetch('/api', { method: 'POST', body: 'password=hunter2' })).text()
    times.push(performance.now() - startedAt)
  }
  const [first = NaN, second = NaN] = times
  return { first, second }
}
