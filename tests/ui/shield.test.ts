import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Face } from '../../src/browser/surface/face.ts'
import { SHIELDS } from '../../src/ui/shield.tsx'

const ICONS = new URL('../../extension/static/icons/', import.meta.url)
const NAMES: readonly Face[] = ['verified', 'unverified', 'revoked', 'not-checked', 'checking']

it.each(NAMES)('the toolbar shows %s in the shape that the pages show', (name) => {
  const icon = readFileSync(new URL(`${name}.svg`, ICONS), 'utf8')
  const paths = [...icon.matchAll(/ d="([^"]+)"/gu)].map(([, path]) => path)
  const { body, mark } = SHIELDS[name]
  expect(paths).toStrictEqual(mark === undefined ? [body] : [body, mark])
})

it('no two states have the same shape', () => {
  const shapes = NAMES.map((name) => JSON.stringify(SHIELDS[name]))
  expect(new Set(shapes).size).toBe(NAMES.length)
})
