import type { WebNavigation } from 'webextension-polyfill'
import type { WebCrypto } from '../../pki/web-crypto.ts'
import type { Clock } from '../../policy/clock.ts'
import type { MetCounts } from '../../policy/firefox-settings/met.ts'
import type { FirefoxSettings } from '../../policy/firefox-settings/setting.ts'
import type { Signal } from '../../policy/firefox-settings/signal.ts'
import type { ChainStore } from '../check/chain-store.ts'
import type { Sighting } from '../guard/sighting.ts'
import type { StorageSlice } from '../storage/session-table.ts'
import { nssErrorOf } from '../surface/firefox-refusal.ts'
import { declaredSettings } from './declared.ts'
import { createFactStore } from './fact-store.ts'
import { createMetStore } from './met-store.ts'
import { createObserve } from './observe.ts'
import { createShortNames } from './short-names.ts'

interface FirefoxSettingsParts {
  readonly local: StorageSlice
  readonly session: StorageSlice
  /** `storage.managed`, whole. */
  readonly managed: { readonly get: () => Promise<unknown> }
  readonly clock: Clock
  readonly crypto: Pick<WebCrypto, 'digest'>
  readonly chains: ChainStore
  readonly newSecret: () => string
}

/** How Firefox itself is set, as far as it can be known. Nothing here rejects. */
export interface KnownSettings {
  /** Whatever the guard sees. */
  readonly onSighting: (sighting: Sighting) => void
  /** Firefox refused a page. */
  readonly onRefused: (
    details: Pick<WebNavigation.OnErrorOccurredDetailsType, 'tabId' | 'url'> & { readonly error?: string },
  ) => void
  /** A request of our own over http: went out as it was, or over https: in its place. */
  readonly onOwnRequest: (wasUpgraded: boolean) => void
  /** Firefox has started, with the add-on in it. */
  readonly onStartup: () => Promise<void>
  /** What the drill found, or what was read. */
  readonly note: (signal: Signal) => Promise<void>
  readonly known: () => Promise<FirefoxSettings>
  readonly met: () => Promise<MetCounts>
  /** Forgets what was seen and read, and every certificate that was met. */
  readonly forget: () => Promise<void>
}

const WHOLE = 'whole-session'
/** NSS's code for what Firefox does about a responder that cannot be had, when it must have an answer. */
const SEC_ERROR_OCSP_SERVER_ERROR = -8071
const REQUIRED_TLS_FEATURE_MISSING = -16374

export function createKnownSettings(
  parts: FirefoxSettingsParts & { readonly isPrivateTab: (tabId: number) => Promise<boolean> },
): KnownSettings {
  const { local, session, clock } = parts
  const shortName = createShortNames(parts)
  const facts = createFactStore(local)
  const met = createMetStore({ local, clock, shortName })
  const observe = createObserve({
    met,
    chains: parts.chains,
    shortName,
    isWholeSession: () =>
      session.get(WHOLE).then(
        (found) => found[WHOLE] === true,
        () => false,
      ),
    note: facts.note,
    now: clock.now,
  })

  const noteRefusal = async (tabId: number, url: string, why: 'staple-missing' | 'responder-failed') => {
    if (await parts.isPrivateTab(tabId).catch(() => true)) return
    await facts.note({ kind: 'refused', at: clock.now(), why, site: await shortName(new URL(url).host) })
  }

  const readDeclared = async (): Promise<void> => {
    // It rejects where no administrator has said anything.
    const managed = await parts.managed.get().catch(() => undefined)
    const signal = declaredSettings(managed, clock.now())
    if (signal !== undefined) await facts.note(signal)
  }

  return {
    onSighting: observe,
    onRefused({ tabId, url, error = '' }) {
      const code = nssErrorOf(error)
      if (code === REQUIRED_TLS_FEATURE_MISSING) void noteRefusal(tabId, url, 'staple-missing')
      if (code === SEC_ERROR_OCSP_SERVER_ERROR) void noteRefusal(tabId, url, 'responder-failed')
    },
    onOwnRequest(wasUpgraded) {
      void facts.note({ kind: 'own-request', at: clock.now(), wasUpgraded })
    },
    onStartup: () => session.set({ [WHOLE]: true }).catch(() => undefined),
    note: facts.note,
    async known() {
      await readDeclared()
      return facts.conclude(clock.now())
    },
    met: met.counts,
    async forget() {
      await Promise.all([facts.clear(), met.clear()])
      observe.forget()
    },
  }
}
