// The few parts of Firefox's own window that the driver touches. https://searchfox.org/ has the rest.

export interface ChromeWindow extends Window {
  readonly Services: {
    readonly appinfo: { readonly version: string }
    readonly locale: { availableLocales: string[]; requestedLocales: string[] }
    readonly io: { offline: boolean }
    readonly console: {
      getMessageArray(): readonly ConsoleMessage[]
      registerListener(listener: { observe(message: ConsoleMessage): void }): void
    }
    readonly prefs: {
      readonly PREF_INT: number
      readonly PREF_BOOL: number
      readonly PREF_STRING: number
      getPrefType(name: string): number
      getBoolPref(name: string): boolean
      getIntPref(name: string): number
      getStringPref(name: string): string
      setBoolPref(name: string, value: boolean): void
      setIntPref(name: string, value: number): void
      setStringPref(name: string, value: string): void
      clearUserPref(name: string): void
    }
    readonly scriptSecurityManager: { getSystemPrincipal(): object }
    readonly obs: { notifyObservers(subject: null, topic: string): void }
    readonly startup: { quit(how: number): void }
    readonly strings: { createBundle(url: string): StringBundle }
    readonly wm: { getEnumerator(type: string): Iterable<ChromeWindow> }
  }
  readonly Cc: {
    readonly '@mozilla.org/security/x509certdb;1': { getService(id: unknown): CertificateDatabase }
    readonly '@mozilla.org/network/captive-portal-service;1': {
      getService(id: unknown): { readonly state: number; recheckCaptivePortal(): void }
    }
    readonly '@mozilla.org/security/certstorage;1': { getService(id: unknown): CertificateStorage }
    readonly '@mozilla.org/memory-reporter-manager;1': { getService(id: unknown): MemoryReporterManager }
    readonly '@mozilla.org/text-input-processor;1': { createInstance(id: unknown): Keyboard }
    readonly '@mozilla.org/nss_errors_service;1': {
      getService(id: unknown): { getErrorMessage(nsresult: number): string }
    }
  }
  readonly Ci: Readonly<Record<string, unknown>> & { readonly nsIScriptError: abstract new () => ScriptError }
  readonly ChromeUtils: {
    importESModule(url: MarionetteUrl): Marionette
    importESModule(url: 'resource://gre/modules/Troubleshoot.sys.mjs'): Troubleshooting
    importESModule(url: 'resource://gre/modules/ExtensionPermissions.sys.mjs'): Permissions
    requestProcInfo(): Promise<{
      readonly children: readonly { readonly type: string; readonly pid: number }[]
    }>
  }
  readonly PrivateBrowsingUtils: { isWindowPrivate(window: ChromeWindow): boolean }
  readonly WebExtensionPolicy: { getByID(id: string): ExtensionPolicy | null }
  readonly gBrowser: {
    getTabForBrowser(browser: XULBrowser): EventTarget | null
    duplicateTab(tab: EventTarget): EventTarget
    replaceTabWithWindow(tab: EventTarget): ChromeWindow
    selectedTab: EventTarget
    readonly selectedBrowser: XULBrowser
    readonly tabs: readonly Pick<Element, 'getAttribute'>[]
    addTab(
      url: string,
      options: { readonly triggeringPrincipal: object; readonly userContextId?: number },
    ): SupportTab & EventTarget
    removeTab(tab: SupportTab): void
  }
  readonly delayedStartupPromise: Promise<void>
  readonly fullScreen: boolean
  OpenBrowserWindow(options: { private: boolean }): ChromeWindow
  /** What is behind "Save Link As…". */
  saveURL(
    url: string,
    originalUrl: null,
    fileName: string,
    filePickerTitleKey: null,
    bypassCache: boolean,
    skipPrompt: boolean,
    referrerInfo: null,
    cookieJarSettings: object | null,
    sourceDocument: null,
    isContentWindowPrivate: boolean,
    principal: object,
  ): void
  /** The driver's own: see `addon-errors.ts`. */
  addonErrors?: { readonly errors: string[]; readonly listener: object }
}

/** Its text begins with "[JavaScript Error" where it is one. */
export interface ConsoleMessage {
  readonly message: string
}

interface ScriptError extends ConsoleMessage {
  readonly sourceName: string
  readonly category: string
}

interface StringBundle {
  getSimpleEnumeration(): Iterable<{ readonly key: string; readonly value: string }>
}

type MarionetteUrl = 'chrome://remote/content/marionette/actors/MarionetteCommandsParent.sys.mjs'

interface Marionette {
  readonly registerCommandsActor: (sessionId: string) => void
  readonly getMarionetteCommandsActorProxy: (browsingContext: () => XULBrowser['browsingContext']) => {
    executeScript(script: string, args: [], options: { readonly timeout: number }): Promise<string | null>
  }
}

/** A tab with about:support in it, which is in this process. */
interface SupportTab {
  readonly linkedBrowser: { readonly contentWindow: SupportWindow | null }
}

interface SupportWindow {
  readonly document: { querySelector(selector: string): SupportElement | null }
  readonly createTextForElement: (element: SupportElement) => string
}

interface SupportElement {
  cloneNode(deep: true): SupportElement
  querySelectorAll(selector: string): Iterable<{ remove(): void }>
}

/** What about:support shows. */
interface Troubleshooting {
  readonly Troubleshoot: { snapshot(): Promise<object> }
}

type ChangePermissions = (
  id: string,
  permissions: { readonly permissions: readonly string[]; readonly origins: readonly string[] },
  extension: object | undefined,
) => Promise<void>

interface Permissions {
  readonly ExtensionPermissions: {
    add: ChangePermissions
    remove: ChangePermissions
  }
}

interface Keyboard {
  beginInputTransactionForTests(window: Window): void
  keydown(event: KeyboardEvent): void
  keyup(event: KeyboardEvent): void
}

/** `<browser>`: holds the page of a tab or of a popup. */
export interface XULBrowser {
  readonly ownerDocument: {
    readonly defaultView: ChromeWindow
    querySelector(selector: 'browser.webextension-popup-browser'): XULBrowser | null
    querySelector(selector: `[${string}`): HTMLElement | null
  }
  readonly currentURI: { readonly spec: string }
  /** Whether it is in front, and shown. */
  readonly docShellIsActive: boolean
  readonly contentPrincipal: object
  readonly browsingContext: {
    readonly sessionHistory: {
      readonly count: number
      readonly index: number
      getEntryAtIndex(index: number): { readonly URI: { readonly spec: string } }
    } | null
    readonly children: readonly XULBrowser['browsingContext'][]
    readonly currentWindowGlobal: {
      readonly documentURI: { readonly spec: string }
      readonly osPid: number
      drawSnapshot(area: DOMRect | null, scale: number, background: string): Promise<ImageBitmap>
    } | null
  }
  closest(selector: 'panel'): { hidePopup(): void } | null
  focus(): void
}

export interface ExtensionPolicy {
  readonly mozExtensionHostname: string
  readonly extension: {
    readonly backgroundState: string
    terminateBackground(options: object): Promise<void>
    readonly tabManager: { getWrapper(tab: object): { readonly id: number } }
  }
}

export interface CertificateDatabase {
  readonly verifyUsageTLSServer: number
  addCertFromBase64(base64: string, trust: string): void
  constructX509FromBase64(base64: string): object
  asyncVerifyCertAtTime(
    certificate: object,
    usage: number,
    flags: number,
    hostname: string | null,
    seconds: number,
    scts: readonly number[],
    callback: (error: number) => void,
  ): void
}

/** nsIMemoryReporterManager: what about:memory shows, of every process. */
export interface MemoryReporterManager {
  getReports(
    take: (process: string, path: string, kind: number, units: number, amount: number) => void,
    takeData: null,
    end: () => void,
    endData: null,
    anonymize: boolean,
  ): void
}

/** nsICertStorage: where Firefox keeps its CRLite data. */
export interface CertificateStorage {
  setFullCRLiteFilter(bytes: Uint8Array, callback: (code: number) => void): void
  addCRLiteDelta(bytes: Uint8Array, name: string, callback: (code: number) => void): void
}
