import { isTakenByPolicy } from '../../../policy/firefox-settings/policy-preferences.ts'

/** A preference and the value that it should have. */
export interface Wanted {
  readonly name: string
  readonly value: boolean | number
}

/** Where a preference can be set. */
export type Way = 'about-config' | 'user-js' | 'policies' | 'autoconfig' | 'debian'

export const WAYS: readonly Way[] = ['about-config', 'user-js', 'policies', 'autoconfig', 'debian']

/** A text to copy, and the file that it goes into, where there is one. */
export interface Snippet {
  readonly file?: string
  readonly text: string
}

/** What has to be typed or written; nothing where that way is closed. */
export function snippetsFor(way: Way, { name, value }: Wanted): readonly Snippet[] {
  switch (way) {
    case 'about-config':
      return [{ text: 'about:config' }, { text: name }]
    case 'user-js':
      return [{ file: 'user.js', text: `user_pref("${name}", ${value});` }]
    case 'policies':
      return isTakenByPolicy(name) ? [{ file: 'policies.json', text: policies({ name, value }) }] : []
    case 'autoconfig':
      return [
        {
          file: 'defaults/pref/autoconfig.js',
          text: 'pref("general.config.filename", "mozilla.cfg");\npref("general.config.obscure_value", 0);',
        },
        // Firefox passes over the first line.
        { file: 'mozilla.cfg', text: `//\nlockPref("${name}", ${value});` },
      ]
    case 'debian':
      return [{ file: '/etc/firefox-esr/hardfail.js', text: `pref("${name}", ${value}, locked);` }]
  }
}

function policies({ name, value }: Wanted): string {
  const preference = { [name]: { Value: value, Status: 'locked' } }
  return JSON.stringify({ policies: { Preferences: preference } }, undefined, 2)
}
