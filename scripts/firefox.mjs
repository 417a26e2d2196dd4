// Where Firefox and p11-kit's trust module are. Plain JavaScript: it is used before anything is installed.
import { constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { isUsable } from './programs.mjs'

/** Path of the Firefox to drive: $FIREFOX, else the first on the PATH or in the usual places; undefined if there is none. */
export function findFirefox() {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
  const chosen = process.env['FIREFOX']
  if (chosen)
    return chosen.includes('/') ? firstUsable([chosen]) : firstUsable(onPath.map((d) => join(d, chosen)))
  return firstUsable([
    ...onPath.map((folder) => join(folder, 'firefox')),
    ...onPath.map((folder) => join(folder, 'firefox-esr')),
    '/usr/lib/firefox/firefox',
    '/usr/lib/firefox-esr/firefox-esr',
    '/opt/firefox/firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
  ])
}

/** Path of p11-kit-trust.so, through which Firefox takes a root of our own for a built-in one. */
export function findTrustModule() {
  const folders = [
    '/usr/lib/x86_64-linux-gnu/pkcs11',
    '/usr/lib/aarch64-linux-gnu/pkcs11',
    '/usr/lib64/pkcs11',
    '/usr/lib/pkcs11',
    '/usr/local/lib/pkcs11',
    '/opt/homebrew/lib/pkcs11',
  ]
  return firstUsable(
    folders.map((folder) => join(folder, 'p11-kit-trust.so')),
    constants.R_OK,
  )
}

/** @param {string[]} paths */
function firstUsable(paths, mode = constants.X_OK) {
  return paths.find((path) => isUsable(path, mode))
}
