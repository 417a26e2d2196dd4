import browser from 'webextension-polyfill'
import type { Awake } from '../../src/browser/awake.ts'
import { createClockWatch } from '../../src/browser/clock-watch.ts'
import { dropEnded } from '../../src/browser/documents/drop-ended.ts'
import type { KnownSettings } from '../../src/browser/firefox-settings/known-settings.ts'
import { createCheckBeforeSending } from '../../src/browser/guard/check-before-sending.ts'
import { createGuard } from '../../src/browser/guard/guard.ts'
import { createJudgeOpenPages } from '../../src/browser/guard/judge-open-pages.ts'
import { createProbe } from '../../src/browser/guard/probe.ts'
import type { Sighting } from '../../src/browser/guard/sighting.ts'
import { createUnderJudgement } from '../../src/browser/guard/under-judgement.ts'
import { createOnWindowClosed } from '../../src/browser/private-windows.ts'
import { createReviewOpenPages } from '../../src/browser/surface/review-open-pages.ts'
import { createUnseenPages } from '../../src/browser/surface/unseen-pages.ts'
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
}

const isHeldPage = ({ action, request }: Sighting) => action === 'held' && request.role === 'page'

export type Guarded = ReturnType<typeof createGuarded>

/** What decides about requests and pages: before something is sent, when an answer comes, and over what is open already. */
export function createGuarded({ kept, evidence, shown, firefox, awake }: GuardedParts) {
  const { tabs, webRequest, windows } = browser
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
  const underJudgement = createUnderJudgement({ table: kept.undecided, clock })
  const parts = { settings, exceptions, checker, chains, awake, clock, underJudgement, onSighting }
  const guard = createGuard({ ...parts, securityInfo })
  const checkBeforeSending = createCheckBeforeSending({
    ...parts,
    probe,
    cleared: (isPrivate) => (isPrivate ? clearedInPrivate : cleared),
  })

  // What is open already, unseen.
  const getTab = (tabId: number) => tabs.get(tabId)
  const openTabs = () => tabs.query({ url: 'https://*/*' })
  const judgeOpenPages = createJudgeOpenPages({
    ...parts,
    probe,
    getTab,
    onSighting: (sighting) => {
      void pages.onJudged(sighting)
      holdIfHeld(sighting)
    },
  })
  const unseenPages = createUnseenPages({
    pages,
    checker,
    settings,
    judge: judgeOpenPages,
    getTab,
    openTabs,
    tried: kept.tried,
    underJudgement,
  })
  const review = createReviewOpenPages({
    ...parts,
    checker: evidence.recollecting,
    pages,
    openTabs,
    getTab,
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

  return { guard, checkBeforeSending, probe, unseenPages, review, onWindowClosed, clockWatch }
}
