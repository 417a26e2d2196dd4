import type { Tabs } from 'webextension-polyfill'
import type { ChainReport } from '../../policy/report.ts'
import type { Settings } from '../../policy/settings.ts'
import type { ChainStore } from '../check/chain-store.ts'
import type { Checker, Party } from '../check/checker.ts'
import { decide, type DecideParts } from '../guard/decide.ts'
import type { Judgement } from '../guard/judge-chain.ts'
import { type OpenPage, requestFor, tellIfThere, type TellParts } from '../guard/open-page.ts'
import { createOnceMore } from '../once-more.ts'
import type { Pages, Seen } from './pages.ts'

type Tab = Pick<Tabs.Tab, 'id' | 'url' | 'incognito'>

interface ReviewParts extends DecideParts, TellParts {
  readonly pages: Pick<Pages, 'find' | 'update'>
  readonly chains: Pick<ChainStore, 'find'>
  /** Decides by what is at hand, and asks nobody. */
  readonly checker: Pick<Checker, 'start'>
  /** Those with a page over https. */
  readonly openTabs: () => Promise<readonly Tab[]>
}

/** Looks over the pages that stand open. Joins a round that is wanted already; never rejects. */
export type ReviewOpenPages = () => Promise<void>

interface Shown {
  readonly page: OpenPage
  readonly seen: Seen
}

/**
 * A page that was let through stands there for hours. When its certificate is known by then to be revoked, or when the user
 * wants more held than before, it is held after all. That nobody could vouch for it a second time is no reason: then
 * every outage would cover what is being read.
 */
export function createReviewOpenPages(given: ReviewParts): ReviewOpenPages {
  const { pages, chains, checker, settings } = given
  /** Those that are being covered: they stand there for a moment still. By what their record is called. */
  const covered = new Set<string>()

  async function shownIn({ id: tabId, url, incognito }: Tab): Promise<readonly Shown[]> {
    if (tabId === undefined || url === undefined || !URL.canParse(url)) return []
    const seen = await pages.find(tabId)
    if (seen?.kind !== 'seen' || seen.action === 'held' || seen.host !== new URL(url).host) return []
    if (covered.has(nameOf(tabId, seen))) return []
    return [{ page: { tabId, url, isPrivate: incognito }, seen }]
  }

  async function recollect(party: Party, wanted: Settings): Promise<ChainReport | undefined> {
    const chain = await chains.find(party.fingerprint)
    return chain && checker.start(chain, party, wanted).result
  }

  async function review({ page, seen }: Shown, now: ChainReport | undefined): Promise<void> {
    const { fingerprint, connection } = seen
    const isRevoked = now?.verdict.kind === 'revoked'
    const { verdict, report } = isRevoked ? { verdict: now.verdict, report: now } : seen
    // The guard waits for it, or whoever is told of it.
    if (verdict === undefined) return
    const tell = tellIfThere(given)
    const onSighting: DecideParts['onSighting'] = (sighting) => {
      if (sighting.action === 'held') {
        covered.add(nameOf(page.tabId, seen))
        tell(sighting)
      } else if (isRevoked || sighting.action !== seen.action) {
        void pages.update(page.tabId, seen.requestId, { verdict, report, action: sighting.action })
      }
    }
    const judgement: Judgement = {
      verdict,
      ...(report !== undefined && { report }),
      ...(fingerprint !== undefined && { fingerprint }),
      ...(connection !== undefined && { connection }),
    }
    await decide(requestFor(page), { ...given, onSighting }, () => Promise.resolve(judgement))
  }

  async function reviewAll(): Promise<void> {
    const letGo = given.awake.hold()
    try {
      const [open, wanted] = await Promise.all([given.openTabs(), settings.load()])
      const shown = (await Promise.all(open.map(shownIn))).flat()
      // Tabs with one certificate are one question.
      const known = new Map<string, Promise<ChainReport | undefined>>()
      for (const one of shown) {
        const { fingerprint, isPrivate } = one.seen
        const key = `${fingerprint} ${isPrivate}`
        if (fingerprint === undefined) continue
        const answer = known.get(key) ?? recollect({ fingerprint, isPrivate }, wanted)
        known.set(key, answer)
        await review(one, await answer).catch(() => undefined)
      }
    } finally {
      letGo()
    }
  }

  return createOnceMore(reviewAll)
}

function nameOf(tabId: number, { requestId }: Seen): string {
  return `${tabId} ${requestId}`
}
