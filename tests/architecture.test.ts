import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Each layer may import itself and what stands left of it. */
const LAYERS = ['pki', 'policy', 'browser', 'ui', 'extension']

/** What only one place may know. */
const CONFINED: Readonly<Record<string, RegExp>> = {
  pkijs: /^src\/pki\//,
  asn1js: /^src\/pki\//,
  idb: /^src\/browser\/(documents|remote-settings)\//,
  preact: /^(src\/ui|extension)\//,
}

const files = ['src', 'extension'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name)),
)

const imports = files.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/^(import|export)(\s+type)?\b[^'"]*?from\s+'([^']+)'/gm)].map(
    ([, , type, target = '']) => ({ file, target, isType: type !== undefined }),
  ),
)

function layerOf(path: string): number {
  const [top, layer = ''] = path.split('/')
  return LAYERS.indexOf(top === 'extension' ? 'extension' : layer)
}

describe('the layers', () => {
  it('are where every file of the add-on is', () => {
    expect(files.filter((file) => layerOf(file) < 0)).toEqual([])
  })

  it('import themselves and what stands left of them', () => {
    const wrong = imports
      .filter(({ target }) => target.startsWith('.'))
      .map(({ file, target }) => ({ file, target: relative('.', resolve(dirname(file), target)) }))
      .filter(({ file, target }) => !target.endsWith('.json') && layerOf(target) > layerOf(file))
    expect(wrong).toEqual([])
  })

  it('keep each library in its own room', () => {
    const wrong = imports.filter(({ file, target }) => {
      const room = CONFINED[target.split('/')[0] ?? '']
      return room !== undefined && !room.test(file)
    })
    expect(wrong).toEqual([])
  })

  it('reach the browser by value from the extension folder alone', () => {
    const wrong = imports.filter(
      ({ file, target, isType }) =>
        target === 'webextension-polyfill' && !isType && !file.startsWith('extension/'),
    )
    expect(wrong).toEqual([])
  })

  it('import from the layers above pki no more than types into the user interface', () => {
    const pki = imports.filter(({ file, target }) => file.startsWith('src/ui/') && target.includes('/pki/'))
    expect(pki.filter(({ isType }) => !isType)).toEqual([])
  })
})
