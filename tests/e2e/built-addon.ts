import { resolve } from 'node:path'

/** Folder of the built add-on: `dist`, unless the environment names another build. */
export const BUILT_ADDON = resolve(process.env['HARDFAIL_DIST'] ?? 'dist')
