import type { Chrome } from './chrome.ts'
import type { ChromeWindow } from './chrome-window.ts'

interface Named {
  readonly code: number
  readonly name: string
}

/** The name by which Firefox knows the text that it shows for each number. */
export function readNssErrors(chrome: Chrome, errors: readonly Named[]): Promise<readonly Named[]> {
  return chrome.run(
    nameAll,
    errors.map(({ code }) => code),
  )
}

// Sent to Firefox as text.
function nameAll({ Cc, Ci, Services }: ChromeWindow, codes: readonly number[]): Named[] {
  const NSS_BASE = 0x80_5a_00_00
  const service = Cc['@mozilla.org/nss_errors_service;1'].getService(Ci['nsINSSErrorsService'])
  const bundle = Services.strings.createBundle('chrome://pipnss/locale/nsserrors.properties')
  const byText = new Map([...bundle.getSimpleEnumeration()].map(({ key, value }) => [value, key]))
  return codes.map((code) => ({
    code,
    name: byText.get(service.getErrorMessage(NSS_BASE - code)) ?? '',
  }))
}
