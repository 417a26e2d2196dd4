import type { CaptivePortal as CaptivePortalApi } from 'webextension-polyfill'

/** What Firefox's own detection says; it can be switched off. */
export interface CaptivePortal {
  /** Whether the network lets nobody through who has not signed in. Never rejects. */
  readonly isLocked: () => Promise<boolean>
}

export function createCaptivePortal(api: Pick<CaptivePortalApi.Static, 'getState'>): CaptivePortal {
  return {
    isLocked: () =>
      api.getState().then(
        (state) => state === 'locked_portal',
        () => false,
      ),
  }
}
