import type { Permissions } from 'webextension-polyfill'

/** The access to websites. Firefox grants it with the installation, but lets the user take it back, and may lose it where it crashes. */
export const ALL_SITES = { origins: ['<all_urls>'] } satisfies Permissions.Permissions

/** Without it no request is seen and nobody can be asked: nothing is guarded, and everything looks as ever. */
export interface SiteAccess {
  /** Whether it is known to be missing. */
  readonly isMissing: () => boolean
  /** At every start of the event page, and whenever permissions change; never rejects. */
  readonly look: () => Promise<void>
  /** It may have been missing while the event page was suspended: nobody here remembers that. */
  readonly onGranted: (granted: Permissions.Permissions) => Promise<void>
}

interface SiteAccessParts {
  readonly permissions: Pick<Permissions.Static, 'contains'>
  readonly onLost: () => void
  readonly onBack: () => void
}

export function createSiteAccess({ permissions, onLost, onBack }: SiteAccessParts): SiteAccess {
  let isMissing = false

  async function look(): Promise<void> {
    // What cannot be found out is no reason to alarm.
    const isMissingNow = !(await permissions.contains(ALL_SITES).catch(() => true))
    if (isMissingNow === isMissing) return
    isMissing = isMissingNow
    if (isMissing) onLost()
    else onBack()
  }

  return {
    isMissing: () => isMissing,
    look,
    async onGranted({ origins = [] }) {
      if (origins.length > 0) isMissing = true
      await look()
    },
  }
}
