import type { Tabs, WebNavigation } from 'webextension-polyfill'
import { actionFor } from '../../policy/action.ts'
import type { ChainReport } from '../../policy/report.ts'
import type { Checker } from '../check/checker.ts'
import type { OpenPage } from '../guard/open-page.ts'
import type { UnderJudgement } from '../guard/under-judgement.ts'
import type { NotChecked } from '../messages.ts'
import type { PrivateMemory } from '../private-windows.ts'
import type { SiteAccess } from '../site-access.ts'
import type { SessionTable } from '../storage/session-table.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import type { Pages, Seen } from './pages.ts'
import { isRestricted } from './restricted-hosts.ts'

type Tab = Pick<Tabs.Tab, 'id' | 'url' | 'incognito'>

type Frame = Pick<WebNavigation.GetAllFramesCallbackDetailsItemType, 'frameId' | 'url'>

interface UnseenParts {
  readonly pages: Pick<Pages, 'find'>
  readonly checker: Pick<Checker, 'standing'>
  readonly settings: SettingsStore
  readonly judge: (pages: readonly OpenPage[]) => Promise<void>
  readonly getTab: (tabId: number) => Promise<Tab>
  /** Those with a page over https. */
  readonly openTabs: () => Promise<readonly Tab[]>
  readonly framesIn: (tabId: number) => Promise<readonly Frame[]>
  /** By tab and address: what was tried once is not tried at every start of the event page. */
  readonly tried: SessionTable<boolean>
  readonly underJudgement: Pick<UnderJudgement, 'leftOver'>
  readonly siteAccess: Pick<SiteAccess, 'isMissing'>
  /** What the addresses of the add-on's own pages begin with: they try sites out in frames. */
  readonly own: string
}

/** Pages, and frames of pages, that are there though the guard saw no request for them. Nothing here rejects. */
export interface UnseenPages {
  /**
   * A service worker answered, or the page came back from the history. `last` is what was last seen of its host: given back
   * where the page can be taken for that, else the page is judged where it can be.
   */
  readonly onUnseen: (
    tabId: number,
    url: string,
    last: Seen | undefined,
    frameId?: number,
  ) => Promise<Seen | NotChecked>
  /** Those that opened, with the frames in them, before the add-on was there, while it was gone, or without access. Each is tried once. */
  readonly judgeAll: () => Promise<void>
  /** Those too that were tried before. */
  readonly judgeAllAnew: () => Promise<void>
}

export function createUnseenPages(parts: UnseenParts): UnseenPages & PrivateMemory {
  const { pages, checker, settings } = parts

  async function judgeUnlessKnown(
    tabId: number,
    url: string,
    last: Seen | undefined,
    frameId?: number,
  ): Promise<Seen | NotChecked> {
    // Nor could it be judged; and what is known of its host may be of another connection.
    if (parts.siteAccess.isMissing()) return 'no-access'
    const { incognito, url: address = '' } = await parts.getTab(tabId)
    if (frameId !== undefined && address.startsWith(parts.own)) return 'not-seen'
    const page = { tabId, ...(frameId !== undefined && { frameId }), url, isPrivate: incognito }
    const undecided = frameId === undefined ? await parts.underJudgement.leftOver(tabId) : undefined
    if (undecided !== undefined) {
      void parts.judge([{ ...page, undecided }])
      return 'not-seen'
    }
    // What came back from the history is what it was.
    const standing = last?.isPrivate === incognito ? await standingOf(last) : undefined
    if (last !== undefined && standing !== undefined) {
      return { ...last, report: standing, verdict: standing.verdict }
    }
    void parts.judge([page])
    return isRestricted(url) ? 'restricted' : 'not-seen'
  }

  /** Its verdict, where it still stands and lets the page stand. */
  async function standingOf({ fingerprint, isPrivate }: Seen): Promise<ChainReport | undefined> {
    if (fingerprint === undefined) return undefined
    const { level } = await settings.load()
    const report = checker.standing({ fingerprint, isPrivate })
    const mayStand = report !== undefined && actionFor(report.verdict.kind, level, 'page') === 'allow'
    return mayStand ? report : undefined
  }

  async function judgeAll(): Promise<void> {
    if (parts.siteAccess.isMissing()) return
    const open = await parts.openTabs()
    const unseen = (await Promise.all(open.map(unseenIn))).filter((page) => page !== undefined)
    const frames = await Promise.all(unseen.map(framesOf))
    await parts.judge([...unseen, ...frames.flat()])
  }

  /** Who did not see the page did not see those either. What comes from its own host stands or falls with it. */
  async function framesOf({ tabId, url, isPrivate, undecided }: OpenPage): Promise<readonly OpenPage[]> {
    if (undecided !== undefined) return []
    const frames = await parts.framesIn(tabId).catch(() => [])
    const { host } = new URL(url)
    return frames
      .filter((frame) => frame.frameId !== 0 && frame.url.startsWith('https:'))
      .filter((frame) => new URL(frame.url).host !== host)
      .map(({ frameId, url }) => ({ tabId, frameId, url, isPrivate }))
  }

  async function unseenIn({ id: tabId, url, incognito }: Tab): Promise<OpenPage | undefined> {
    if (tabId === undefined || url === undefined) return undefined
    const undecided = await parts.underJudgement.leftOver(tabId)
    // What is known of the tab is of the page before it.
    if (undecided?.url === withoutFragment(url)) return { tabId, url, isPrivate: incognito, undecided }
    const record = await pages.find(tabId)
    if (record?.host === new URL(url).host && record.kind !== 'not-checked') return undefined
    const attempt = `${incognito ? PRIVATE : ''}${tabId} ${url}`
    if ((await parts.tried.find(attempt)) === true) return undefined
    await parts.tried.keep(attempt, true)
    return { tabId, url, isPrivate: incognito }
  }

  return {
    onUnseen: (...page) => judgeUnlessKnown(...page).catch(() => 'not-seen'),
    judgeAll: () => judgeAll().catch(() => undefined),
    judgeAllAnew: () =>
      parts.tried
        .dropWhere(() => true)
        .then(judgeAll)
        .catch(() => undefined),
    forgetPrivate: () => parts.tried.dropWhere((attempt) => attempt.startsWith(PRIVATE)),
  }
}

const PRIVATE = 'private '

/** As webRequest shows it. */
function withoutFragment(url: string): string {
  return url.split('#', 1)[0] ?? url
}
