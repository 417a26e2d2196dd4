import browser from 'webextension-polyfill'
import type { Awake } from '../../src/browser/awake.ts'
import { createCover } from '../../src/browser/guard/cover.ts'
import { createHolds } from '../../src/browser/guard/holds.ts'
import { readInterstitialAddress } from '../../src/browser/guard/interstitial-address.ts'
import { createRetry } from '../../src/browser/guard/retry.ts'
import { BLIND, displayOf } from '../../src/browser/surface/face.ts'
import { createHeldBadge } from '../../src/browser/surface/held-badge.ts'
import { createNoteIncidents } from '../../src/browser/surface/note-incidents.ts'
import type { PageRecord } from '../../src/browser/surface/page-record.ts'
import { createPages } from '../../src/browser/surface/pages.ts'
import { createToolbar } from '../../src/browser/surface/toolbar.ts'
import type { UnseenPages } from '../../src/browser/surface/unseen-pages.ts'
import type { SiteAccess } from '../../src/browser/site-access.ts'
import { systemClock as clock } from '../../src/browser/system-clock.ts'
import { createTranslate } from '../../src/ui/i18n.ts'
import { toolbarTitle } from '../../src/ui/toolbar-title.ts'
import type { Evidence } from './evidence.ts'
import type { Kept } from './kept.ts'

interface ShownParts {
  readonly kept: Kept
  readonly evidence: Evidence
  readonly awake: Awake
  /** The address of the interstitial. */
  readonly interstitial: string
  /** The name of the alarm by which what is held back is asked about again. */
  readonly retryAlarm: string
  readonly onUnseen: UnseenPages['onUnseen']
  readonly siteAccess: Pick<SiteAccess, 'isMissing'>
}

const newId = () => globalThis.crypto.randomUUID()
const chance = () => Math.random()

export type Shown = ReturnType<typeof createShown>

/** What the user sees of it: the toolbar, the interstitials, and what is noted of them. */
export function createShown({
  kept,
  evidence,
  awake,
  interstitial,
  retryAlarm,
  onUnseen,
  siteAccess,
}: ShownParts) {
  const { action, alarms, i18n, scripting, tabs, windows } = browser
  const { chains, exceptions, settings } = kept
  const { checker } = evidence

  const translate = createTranslate((key, values) => i18n.getMessage(key, values))
  const toolbar = createToolbar(action, (display) => toolbarTitle(translate, display), clock)
  const showButton = (tabId: number, record: PageRecord | undefined) =>
    void toolbar.show(tabId, siteAccess.isMissing() ? BLIND : displayOf(record))
  /** Where more has changed than a page. */
  const showButtons = async () => {
    for (const { id } of await tabs.query({})) {
      if (id !== undefined) showButton(id, await pages.find(id))
    }
  }
  const pages = createPages({
    table: kept.pages,
    holdAt: async (url) => {
      const address = readInterstitialAddress(interstitial, url)
      return address === undefined ? undefined : kept.holds.find(address.id)
    },
    onChange: showButton,
    onUnseen,
  })
  const incidents = createNoteIncidents({ log: kept.incidents, newId, now: clock.now })
  const cover = createCover({ tabs, scripting, interstitial, clock })
  const holds = createHolds({
    table: kept.holds,
    checker,
    chains,
    exceptions,
    settings,
    clock,
    newId,
    chance,
    showInterstitial: cover.show,
    letGo: async ({ tabId, url }) => {
      await tabs.update(tabId, { url, loadReplace: true })
    },
    onChange: (hold) => {
      void pages.onHoldChange(hold)
      void retry.onHeld()
    },
    onSettled: incidents.onSettled,
    onContinued: incidents.onContinued,
  })
  const retry = createRetry({
    holds,
    shown: async () => {
      const open = await tabs.query({ url: `${interstitial}*` })
      return open.flatMap(({ url = '' }) => new URL(url).searchParams.get('id') ?? [])
    },
    checker,
    chains,
    settings,
    alarms,
    alarm: retryAlarm,
    clock,
    awake,
    chance,
  })
  const heldBadge = createHeldBadge({
    action,
    interstitial,
    openWindows: () => windows.getAll(),
    count: async (isPrivate) => (await retry.held(isPrivate)).pages.length,
  })
  return { pages, showButtons, onUnseen, incidents, cover, holds, retry, heldBadge }
}
