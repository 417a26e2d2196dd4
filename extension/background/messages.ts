import browser from 'webextension-polyfill'
import type { KnownSettings } from '../../src/browser/firefox-settings/known-settings.ts'
import { createFirefoxHandlers } from '../../src/browser/surface/firefox-handlers.ts'
import { createHandlers } from '../../src/browser/surface/handlers.ts'
import { createMessageRouter } from '../../src/browser/surface/message-router.ts'
import { createOfflineHandlers } from '../../src/browser/surface/offline-handlers.ts'
import { createRecheck } from '../../src/browser/surface/recheck.ts'
import type { Evidence } from './evidence.ts'
import type { Guarded } from './guarded.ts'
import type { Kept } from './kept.ts'
import type { Shown } from './shown.ts'
import type { Tried } from './tried.ts'

interface MessageParts {
  readonly kept: Kept
  readonly evidence: Evidence
  readonly shown: Shown
  readonly guarded: Guarded
  readonly tried: Tried
  readonly firefox: KnownSettings
  /** The address of the interstitial. */
  readonly interstitial: string
}

/** Everything that the add-on's own pages may ask of it. */
export function listenToMessages({
  kept,
  evidence,
  shown,
  guarded,
  tried,
  firefox,
  interstitial,
}: MessageParts): void {
  const { runtime } = browser
  const { chains, documents, exceptions, incidents, keys, settings } = kept
  const { checker, offline, retrieve } = evidence
  const { holds, pages, retry } = shown
  const handlers = createHandlers({
    pages,
    holds,
    retry,
    checker,
    chains,
    documents,
    keys,
    retrieve,
    settings,
    exceptions,
    incidents,
    offline: createOfflineHandlers(offline),
    firefox: createFirefoxHandlers(firefox),
    drill: tried.drill,
    judgeSite: tried.judgeSite,
    review: guarded.review,
    recheck: createRecheck({ pages, checker, chains, settings }),
    version: runtime.getManifest().version,
  })
  runtime.onMessage.addListener(
    createMessageRouter(handlers, { id: runtime.id, origin: runtime.getURL(''), interstitial }),
  )
}
