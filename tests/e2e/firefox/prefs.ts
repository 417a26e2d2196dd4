export type Pref = string | number | boolean
export type Prefs = Readonly<Record<string, Pref>>

/** Nothing but loopback is contacted. What has to do with certificates stays as Firefox ships it. */
export const QUIET: Prefs = {
  'app.normandy.enabled': false,
  'app.shield.optoutstudies.enabled': false,
  'app.update.enabled': false,
  'browser.aboutHomeSnippets.updateUrl': '',
  'browser.newtabpage.enabled': false,
  'browser.newtabpage.activity-stream.feeds.system.topstories': false,
  'browser.region.update.enabled': false,
  'browser.safebrowsing.provider.google4.updateURL': '',
  'browser.safebrowsing.provider.google5.updateURL': '',
  'browser.safebrowsing.provider.mozilla.updateURL': '',
  'browser.search.region': 'US',
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'browser.startup.homepage': 'about:blank',
  'browser.aboutwelcome.enabled': false,
  'browser.tabs.firefox-view': false,
  'browser.urlbar.suggest.quicksuggest': false,
  'browser.urlbar.quicksuggest.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.push.connection.enabled': false,
  'dom.push.serverURL': '',
  'extensions.blocklist.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'extensions.update.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'media.gmp-manager.url': 'data:,',
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.dns.disablePrefetch': true,
  'network.prefetch-next': false,
  'network.trr.mode': 5,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.enabled': false,
  'toolkit.telemetry.server': 'data:,',
  'toolkit.telemetry.unified': false,
}

/** What the laboratory and the driver need. */
export const LABORATORY: Prefs = {
  // Whatever else is looked up, as Mozilla's server by the add-on, leads back to this machine, where nobody answers.
  'network.dns.forceResolve': '127.0.0.1',
  // Its leaves carry no SCTs.
  'security.pki.certificate_transparency.mode': 0,
  // Tabs in the background count as much as the one in front.
  'dom.min_background_timeout_value': 4,
  'dom.timeout.enable_budget_timer_throttling': false,
  'browser.tabs.closeWindowWithLastTab': false,
  'devtools.console.stdout.content': false,
  'extensions.openPopupWithoutUserGesture.enabled': true,
}

/** Nobody looks: what moves on the screen is drawn less often, which is a quarter of all that Firefox computes. */
export const UNWATCHED: Prefs = {
  'layout.frame_rate': 10,
  'ui.prefersReducedMotion': 1,
}

export const encodeUserJs = (prefs: Prefs): string =>
  Object.entries(prefs)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('')
