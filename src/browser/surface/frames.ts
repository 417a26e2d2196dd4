import type { WebNavigation } from 'webextension-polyfill'
import { Cancellation } from '../../policy/cancellation.ts'
import type { Clock } from '../../policy/clock.ts'
import { BLANK } from '../guard/conclude.ts'
import type { TellParts } from '../guard/open-page.ts'
import type { Sighting } from '../guard/sighting.ts'
import type { UnderJudgement } from '../guard/under-judgement.ts'
import type { PrivateMemory } from '../private-windows.ts'
import { keepLatest } from './keep-latest.ts'
import type { Pages } from './pages.ts'
import type { UnseenPages } from './unseen-pages.ts'

interface FramesParts {
  readonly pages: Pick<Pages, 'lastOf'>
  readonly onUnseen: UnseenPages['onUnseen']
  readonly underJudgement: Pick<UnderJudgement, 'framesLeftOver' | 'takeFrame'>
  readonly urlAt: TellParts['urlAt']
  /** Has a frame leave for about:blank. */
  readonly empty: (tabId: number, frameId: number) => Promise<void>
  /** Has such a frame go to an address. */
  readonly send: (frame: Frame) => Promise<void>
  readonly clock: Clock
}

interface Frame {
  readonly tabId: number
  readonly frameId: number
  readonly url: string
}

/** What stands in frames of pages though the guard has not decided about it. Nothing here rejects. */
export interface Frames {
  readonly onSighting: (sighting: Sighting) => void
  /** What no request was seen for, as where a service worker answers, is judged; what was let go is asked for again. */
  readonly onCommitted: (
    details: Pick<WebNavigation.OnCommittedDetailsType, 'tabId' | 'frameId' | 'url'>,
  ) => Promise<void>
  /** At the start of the event page: what Firefox has let go since it lost the one before. */
  readonly askAgainAll: () => Promise<void>
}

const MAX_EXPECTED = 500
/** How long a frame may take to leave, and how often it is looked at, ms. */
const [LEAVING_MS, LOOK_MS] = [1_000, 20]

export function createFrames({
  pages,
  onUnseen,
  underJudgement,
  urlAt,
  empty,
  send,
  clock,
}: FramesParts): Frames & PrivateMemory {
  /** The hosts of which a document will come next, by tab and frame. */
  const expected = new Map<string, string>()

  /** It is guarded then as ever. What was let go must not stand there meanwhile, nor if it is held now. */
  async function askAgain(frame: Frame): Promise<void> {
    await empty(frame.tabId, frame.frameId)
    for (let n = 0; n < LEAVING_MS / LOOK_MS && (await urlAt(frame)) !== BLANK; n++) {
      await clock.wait(LOOK_MS, new Cancellation())
    }
    await send(frame)
  }

  async function onDocument({ tabId, frameId, url }: Frame): Promise<void> {
    const key = keyOf(tabId, frameId)
    const { host } = new URL(url)
    const isExpected = expected.get(key) === host
    expected.delete(key)
    if (isExpected) return
    if (await underJudgement.takeFrame(tabId, frameId)) await askAgain({ tabId, frameId, url })
    else await onUnseen(tabId, url, pages.lastOf(host), frameId)
  }

  async function askAgainAll(): Promise<void> {
    for (const { tabId, frameId, url } of await underJudgement.framesLeftOver()) {
      const there = (await urlAt({ tabId, frameId }).catch(() => undefined)) ?? ''
      // It may be on its way there still.
      const isThere = URL.canParse(there) && new URL(there).host === new URL(url).host
      if (isThere && (await underJudgement.takeFrame(tabId, frameId)))
        await askAgain({ tabId, frameId, url: there })
    }
  }

  return {
    onSighting({ request: { tabId, frameId, host }, action }) {
      // What turns out to be a download leaves one behind that nobody fetches.
      if (frameId !== undefined && action !== 'held') {
        keepLatest(expected, keyOf(tabId, frameId), host, MAX_EXPECTED)
      }
    },
    async onCommitted({ tabId, frameId, url }) {
      if (frameId === 0 || !url.startsWith('https:')) return
      await onDocument({ tabId, frameId, url }).catch(() => undefined)
    },
    askAgainAll: () => askAgainAll().catch(() => undefined),
    forgetPrivate: async () => expected.clear(),
  }
}

const keyOf = (tabId: number, frameId: number): string => `${tabId} ${frameId}`
