import browser from 'webextension-polyfill'
import type { Awake } from '../../src/browser/awake.ts'
import { createClockWatch } from '../../src/browser/clock-watch.ts'
import { dropEnded } from '../../src/browser/documents/drop-ended.ts'
import type { KnownSettings } from '../../src/browser/firefox-settings/known-settings.ts'
import { createCheckBeforeSending } from '../../src/browser/guard/check-before-sending.ts'
import { emptyFrame, sendFrame } from '../../src/browser/guard/empty.ts'
import { createGuard } from '../../src/browser/guard/guard.ts'
import { createJudgeOpenPages } from '../../src/browser/guard/judge-open-pages.ts'
import type { TellParts } from '../../src/browser/guard/open-page.ts'
import { createProbe } from '../../src/browser/guard/probe.ts'
import type { Sighting } from '../../src/browser/guard/sighting.ts'
import { createUnderJudgement } from '../../src/browser/guard/under-judgement.ts'
import { createOnWindowClosed } from '../../src/browser/private-windows.ts'
import { createFrames } from '../../src/browser/surface/frames.ts'
import { createReviewOpenPages } from '../../src/browser/surface/review-open-pages.ts'
import { createUnseenPages } from '../../src/browser/surface/unseen-pages.ts'
import type { SiteAccess } from '../../src/browser/site-access.ts'
import { systemClock as clock } from '../../src/browser/system-clock.ts'
import type { Evidence } from './evidence.ts'
import type { Kept } from './kept.ts'
import type { Shown } from './shown.ts'

interface GuardedParts {
  readonly kept: Kept
  readonly evidence: Evidence
  readonly shown: Shown
  readonly firefox: KnownSettings
  readonly awake: Awake
  readonly siteAccess: Pick<SiteAccess, 'isMissing'>
}

const isHeldPage = ({ action, request }: Sighting) => action === 'held' && request.role === 'page'

export type Guarded = ReturnType<typeof createGuarded>

/** What decides about requests and pages: before something is sent, when an answer comes, and over what is open already. */
export function createGuarded({ kept, evidence, shown, firefox, awake, siteAccess }: GuardedParts) {
  const { runtime, scripting, tabs, webNavigation, webRequest, windows } = browser
  const { chains, cleared, clearedInPrivate, exceptions, inMemory, settings } = kept
  const { checker, offline } = evidence
  const { cover, holds, incidents, pages } = shown

  const holdIfHeld = (sighting: Sighting): void => {
    incidents.onSighting(sighting)
    // It rejects where the tab was closed meanwhile: then there is nobody to show it to.
    if (isHeldPage(sighting)) holds.open(sighting).catch(() => undefined)
  }
  const onSighting = (sighting: Sighting): void => {
    if (isHeldPage(sighting)) cover.onRefusal(sighting.request.tabId)
    pages.onSighting(sighting)
    frames.onSighting(sighting)
    firefox.onSighting(sighting)
    kept.drill.onSighting(sighting)
    holdIfHeld(sighting)
    // It may stand open elsewhere, from before.
    if (sighting.verdict?.kind === 'revoked') void review()
  }

  const securityInfo = (requestId: string, { chain }: { chain: boolean }) =>
    webRequest.getSecurityInfo(requestId, chain ? { certificateChain: true, rawDER: true } : {})
  const probe = createProbe({
    clock,
    fetch: evidence.standstill.fetch,
    securityInfo: (requestId) => securityInfo(requestId, { chain: true }),
    onLeaf: kept.drill.onConnected,
  })
  const underJudgement = createUnderJudgement({ table: kept.undecided, frames: kept.undecidedFrames, clock })
  const parts = { settings, exceptions, checker, chains, awake, clock, underJudgement, onSighting }
  const guard = createGuard({ ...parts, securityInfo })
  const checkBeforeSending = createCheckBeforeSending({
    ...parts,
    probe,
    cleared: (isPrivate) => (isPrivate ? clearedInPrivate : cleared),
  })

  // What is open already, unseen.
  const getTab = (tabId: number) => tabs.get(tabId)
  const urlAt: TellParts['urlAt'] = async ({ tabId, frameId }) =>
    frameId === undefined
      ? (await tabs.get(tabId)).url
      : (await webNavigation.getFrame({ tabId, frameId }))?.url
  const openTabs = () => tabs.query({ url: 'https://*/*' })
  const judgeOpenPages = createJudgeOpenPages({
    ...parts,
    probe,
    urlAt,
    onSighting: (sighting) => {
      const { request, action } = sighting
      holdIfHeld(sighting)
      if (request.frameId === undefined) return void pages.onJudged(sighting)
      // It is named with the page whose part it is.
      pages.onSighting(sighting)
      if (action === 'held') void emptyFrame(scripting, request.tabId, request.frameId)
    },
  })
  const unseenPages = createUnseenPages({
    pages,
    checker,
    settings,
    judge: judgeOpenPages,
    getTab,
    openTabs,
    framesIn: async (tabId) => (await webNavigation.getAllFrames({ tabId })) ?? [],
    tried: kept.tried,
    underJudgement,
    siteAccess,
    own: runtime.getURL(''),
  })
  const frames = createFrames({
    pages,
    onUnseen: shown.onUnseen,
    underJudgement,
    urlAt,
    empty: (tabId, frameId) => emptyFrame(scripting, tabId, frameId),
    send: (frame) => sendFrame({ scripting, webNavigation }, frame),
    clock,
  })
  const review = createReviewOpenPages({
    ...parts,
    checker: evidence.recollecting,
    pages,
    openTabs,
    // Where a page is being refused, what stands there is about to go; and its interstitial has more to say.
    urlAt: async (place) => {
      await cover.settled(place.tabId)
      return urlAt(place)
    },
    onSighting: holdIfHeld,
  })

  // What is forgotten with the last private window, and what comes to life again when the clock is set back.
  const onWindowClosed = createOnWindowClosed({
    openWindows: () => windows.getAll(),
    memories: [
      checker,
      chains,
      exceptions,
      unseenPages,
      frames,
      underJudgement,
      kept.keys,
      ...[inMemory, clearedInPrivate, kept.largeCrls].map((each) => ({ forgetPrivate: () => each.clear() })),
    ],
  })
  const clockWatch = createClockWatch({
    clock,
    session: kept.session,
    async onSetBack(latest) {
      offline.keepUpdated.run('scheduled')
      const cleanings = [
        cleared.clear(),
        clearedInPrivate.clear(),
        inMemory.clear(),
        dropEnded(kept.disk, latest),
      ]
      await Promise.all([checker.forgetAll(), exceptions.endBefore(latest), ...cleanings])
    },
  })

  return { guard, checkBeforeSending, probe, unseenPages, frames, review, onWindowClosed, clockWatch }
}
