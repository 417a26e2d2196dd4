import type { Chrome } from './chrome.ts'
import type { ChromeWindow } from './chrome-window.ts'

/** Gives Firefox other CRLite data, as its own update does: a full filter, then deltas. */
export async function installFilters(chrome: Chrome, filters: readonly Uint8Array[]): Promise<void> {
  const [full = '', ...deltas] = filters.map((bytes) => Buffer.from(bytes).toString('base64'))
  await chrome.run(setFullFilter, full)
  for (const [n, delta] of deltas.entries()) await chrome.run(addDelta, delta, `${n}.delta`)
}

export type FirefoxVerdict = 'good' | 'revoked' | 'unknown'

/**
 * What Firefox finds out by CRLite about each certificate (DER in base64), whose issuers it trusts. They must name an
 * OCSP responder, and Firefox must require an answer of it: by that alone one sees whether CRLite had none.
 */
export async function verdictsOfFirefox(
  chrome: Chrome,
  certificates: readonly string[],
): Promise<readonly FirefoxVerdict[]> {
  const errors = await chrome.run(verifyAll, certificates)
  return errors.map((error) => (error === 0 ? 'good' : error === revoked ? 'revoked' : 'unknown'))
}

/** SEC_ERROR_REVOKED_CERTIFICATE of NSS. */
const revoked = -0x2000 + 12

// The rest is sent to Firefox as text.

function setFullFilter(window: ChromeWindow, base64: string): Promise<void> {
  const { Cc, Ci } = window
  const storage = Cc['@mozilla.org/security/certstorage;1'].getService(Ci['nsICertStorage'])
  const bytes = Uint8Array.from(window.atob(base64), (character) => character.charCodeAt(0))
  return new Promise((resolve, reject) => {
    storage.setFullCRLiteFilter(bytes, (code) => {
      if (code === 0) resolve()
      else reject(new Error(`Firefox refuses the filter: ${code.toString(16)}`))
    })
  })
}

function addDelta(window: ChromeWindow, base64: string, name: string): Promise<void> {
  const { Cc, Ci } = window
  const storage = Cc['@mozilla.org/security/certstorage;1'].getService(Ci['nsICertStorage'])
  const bytes = Uint8Array.from(window.atob(base64), (character) => character.charCodeAt(0))
  return new Promise((resolve, reject) => {
    storage.addCRLiteDelta(bytes, name, (code) => {
      if (code === 0) resolve()
      else reject(new Error(`Firefox refuses the delta: ${code.toString(16)}`))
    })
  })
}

function verifyAll({ Cc, Ci }: ChromeWindow, certificates: readonly string[]): Promise<readonly number[]> {
  const database = Cc['@mozilla.org/security/x509certdb;1'].getService(Ci['nsIX509CertDB'])
  const { verifyUsageTLSServer } = database
  const verify = (base64: string) =>
    new Promise<number>((resolve) => {
      const certificate = database.constructX509FromBase64(base64)
      const now = Math.floor(Date.now() / 1000)
      database.asyncVerifyCertAtTime(certificate, verifyUsageTLSServer, 0, null, now, [], resolve)
    })
  return Promise.all(certificates.map(verify))
}
