// Where programs are that may not be on the path of ordinary users. Plain JavaScript: it is used before anything is installed.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const MORE_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin']

/**
 * Path of the first of these names that is installed; undefined if none is.
 *
 * @param {readonly string[]} names
 */
export function findProgram(...names) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), ...MORE_FOLDERS]
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => isUsable(path))
}

/** @param {string} path */
export function isUsable(path, mode = constants.X_OK) {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}
