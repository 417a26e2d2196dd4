/** Hosts that Firefox hides from every add-on, as it ships (`extensions.webextensions.restrictedDomains`). */
const RESTRICTED_HOSTS: ReadonlySet<string> = new Set([
  'accounts-static.cdn.mozilla.net',
  'accounts.firefox.com',
  'addons.cdn.mozilla.net',
  'addons.mozilla.org',
  'api.accounts.firefox.com',
  'content.cdn.mozilla.net',
  'discovery.addons.mozilla.org',
  'oauth.accounts.firefox.com',
  'profile.accounts.firefox.com',
  'support.mozilla.org',
  'sync.services.mozilla.com',
])

/** That their pages are not seen says nothing about them. */
export function isRestricted(url: string): boolean {
  return RESTRICTED_HOSTS.has(new URL(url).hostname)
}
