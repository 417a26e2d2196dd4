import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Prefs } from './firefox/prefs.ts'

/** Where the pictures go that the README shows; the rest is for whoever looks at a run. */
const PICTURES = process.env['HARDFAIL_PICTURES'] ?? join('node_modules', '.cache', 'hardfail-pictures')

export interface Look {
  readonly locale: 'en' | 'fr'
  readonly scheme: 'light' | 'dark'
}

export const LOOKS: readonly Look[] = [
  { locale: 'en', scheme: 'light' },
  { locale: 'fr', scheme: 'dark' },
]

export function pictureFile(name: string, { locale, scheme }: Look): string {
  mkdirSync(PICTURES, { recursive: true })
  return join(PICTURES, `${name}.${locale}.${scheme}.png`)
}

/** 2 is what the system says, 0 dark and 1 light, for pages and for Firefox itself. */
export const schemePrefs = (scheme: Look['scheme']): Prefs => ({
  'layout.css.prefers-color-scheme.content-override': scheme === 'dark' ? 0 : 1,
  'browser.theme.content-theme': scheme === 'dark' ? 0 : 1,
  'browser.theme.toolbar-theme': scheme === 'dark' ? 0 : 1,
  'ui.systemUsesDarkTheme': scheme === 'dark' ? 1 : 0,
  // While one is open, the popups of all windows would be dark.
  'browser.theme.dark-private-windows': false,
})
