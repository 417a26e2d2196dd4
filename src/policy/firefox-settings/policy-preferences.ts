/** Firefox ESR 153, `Preferences` of the enterprise policies: what may be set there, of what begins with `security.`. */
const SECURITY: ReadonlySet<string> = new Set([
  'security.OCSP.enabled',
  'security.OCSP.require',
  'security.block_fileuri_script_with_wrong_mime',
  'security.csp.reporting.enabled',
  'security.default_personal_cert',
  'security.disable_button.openCertManager',
  'security.disable_button.openDeviceManager',
  'security.insecure_connection_text.enabled',
  'security.insecure_connection_text.pbmode.enabled',
  'security.mixed_content.block_active_content',
  'security.mixed_content.block_display_content',
  'security.mixed_content.upgrade_display_content',
  'security.osclientcerts.autoload',
  'security.pki.certificate_transparency.disable_for_hosts',
  'security.pki.certificate_transparency.disable_for_spki_hashes',
  'security.pki.certificate_transparency.mode',
  'security.ssl.enable_ocsp_stapling',
  'security.ssl.errorReporting.enabled',
  'security.ssl.require_safe_negotiation',
  'security.storage.encryption.sqlite.enabled',
  'security.tls.enable_0rtt_data',
  'security.tls.hello_downgrade_check',
  'security.tls.version.enable-deprecated',
  'security.warn_submit_secure_to_insecure',
  'security.webauthn.always_allow_direct_attestation',
])

/** What else may be set there begins with one of these. */
const PREFIXES = [
  'accessibility.',
  'alerts.',
  'app.update.',
  'browser.',
  'datareporting.policy.',
  'devtools.',
  'dom.',
  'extensions.',
  'general.autoScroll',
  'general.smoothScroll',
  'geo.',
  'gfx.',
  'identity.fxaccounts.toolbar.',
  'intl.',
  'keyword.enabled',
  'layers.',
  'layout.',
  'mathml.disabled',
  'media.',
  'network.',
  'pdfjs.',
  'places.',
  'pref.',
  'print.',
  'privacy.baselineFingerprintingProtection',
  'privacy.fingerprintingProtection',
  'privacy.globalprivacycontrol.enabled',
  'privacy.userContext.enabled',
  'privacy.userContext.ui.enabled',
  'sidebar.',
  'signon.',
  'spellchecker.',
  'svg.context-properties.content.enabled',
  'svg.disabled',
  'toolkit.legacyUserProfileCustomizations.stylesheets',
  'ui.',
  'webgl.disabled',
  'webgl.force-enabled',
  'widget.',
  'xpinstall.enabled',
  'xpinstall.signatures.required',
  'xpinstall.whitelist.required',
] as const

const NEVER: ReadonlySet<string> = new Set([
  'app.update.channel',
  'app.update.lastUpdateTime',
  'app.update.migrated',
  'browser.vpn_promo.disallowed_regions',
])

/** Whether the `Preferences` policy takes a preference; others it passes over with a complaint in about:policies. */
export function isTakenByPolicy(name: string): boolean {
  if (NEVER.has(name)) return false
  return name.startsWith('security.')
    ? SECURITY.has(name)
    : PREFIXES.some((prefix) => name.startsWith(prefix))
}
