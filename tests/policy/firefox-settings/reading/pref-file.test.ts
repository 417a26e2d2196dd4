import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPrefFile } from '../../../../src/policy/firefox-settings/reading/pref-file.ts'

const REQUIRE = 'security.OCSP.require'

/** Every character of it as an escape. */
const written = (value: string): string =>
  Array.from(
    { length: value.length },
    (_, at) => `\\u${value.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('')

const valueIn = (text: string, name = REQUIRE): unknown => readPrefFile(text).found.get(name)?.value

describe('a file of preferences', () => {
  it.each([
    ['as Firefox writes it', `user_pref("${REQUIRE}", true);`, true],
    ['with single quotes and blanks', ` user_pref ( '${REQUIRE}' ,\n false )\t;`, false],
    ['with a number', `user_pref("${REQUIRE}", -2);`, -2],
    ['with a plus sign', `pref("${REQUIRE}", +7);`, 7],
    ['with a string', `user_pref("${REQUIRE}", "true");`, 'true'],
    ['with escapes in the value', `user_pref("${REQUIRE}", "a\\"b\\\\c\\n\\x41\\u00e9");`, 'a"b\\c\nAé'],
    ['with an escaped name', `user_pref("security.OCSP.\\x72equire", true);`, true],
    ['with a byte order mark in a comment', `// \uFEFF\nuser_pref("${REQUIRE}", true);`, true],
    [
      'after comments of all kinds',
      `# one\n// two\n/* three\n; */ user_pref(/* four */"${REQUIRE}", true);`,
      true,
    ],
    ['on lines that end as on Windows', `// head\r\nuser_pref("${REQUIRE}", true);\r\n`, true],
  ])('is read %s', (_, text, value) => {
    expect(valueIn(text)).toBe(value)
  })

  it.each([
    ['in a comment', `// user_pref("${REQUIRE}", true);`],
    ['in a comment that is never closed', `/* user_pref("${REQUIRE}", true);`],
    ['in a string', `user_pref("x", "user_pref(\\"${REQUIRE}\\", true);");`],
    ['in another string', `user_pref('x', 'user_pref("${REQUIRE}", true);');`],
    ['without its semicolon', `user_pref("${REQUIRE}", true)`],
    ['with something behind the value', `user_pref("${REQUIRE}", true false);`],
    ['with a name that is no string', `user_pref(${REQUIRE}, true);`],
    ['with a word for a value', `user_pref("${REQUIRE}", True);`],
    ['with an escape that there is not', `user_pref("security.OCSP.\\q", true);`],
    ['as a call of something else', `my_user_pref("${REQUIRE}", true);`],
    ['behind garbage on its line', `}} user_pref("${REQUIRE}", true);`],
    ['with a string that is never closed', `user_pref("${REQUIRE}, true);`],
  ])('is not believed of what stands %s', (_, text) => {
    expect(valueIn(text)).toBeUndefined()
  })

  it('takes the last of several, and what is locked before what is not', () => {
    expect(valueIn(`user_pref("${REQUIRE}", true);\nuser_pref("${REQUIRE}", false);`)).toBe(false)
    expect(valueIn(`user_pref("${REQUIRE}", true); pref("${REQUIRE}", false);`)).toBe(true)
    expect(valueIn(`lockPref("${REQUIRE}", true); user_pref("${REQUIRE}", false);`)).toBe(true)
    expect(readPrefFile(`pref("${REQUIRE}", true, locked);`).found.get(REQUIRE)).toMatchObject({
      isLocked: true,
    })
    expect(readPrefFile(`pref("${REQUIRE}", true, sticky, locked);`).found.get(REQUIRE)).toMatchObject({
      isLocked: true,
    })
  })

  it('goes on behind a line that is spoiled, and says which one it was', () => {
    const text = `user_pref("a", 1);\nuser_pref(oops);\n\nuser_pref("${REQUIRE}", true);\nwhat;\n`
    const { found, badLines, calls } = readPrefFile(text)
    expect(found.get(REQUIRE)?.value).toBe(true)
    expect([badLines, calls]).toEqual([[2, 5], 3])
  })

  it('keeps names apart that an object would take for its own', () => {
    const text = 'user_pref("__proto__", true); user_pref("constructor", 1);'
    expect([...readPrefFile(text).found.keys()]).toEqual(['__proto__', 'constructor'])
  })

  it('reads back whatever a string is written as', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, value) => {
        expect(valueIn(`user_pref("${written(name)}", "${written(value)}");`, name)).toBe(value)
      }),
      { numRuns: 30 },
    )
  })

  it('gives something for any text, and nothing that was not well written', () => {
    const piece = fc.constantFrom(
      'user_pref',
      '(',
      ')',
      ',',
      ';',
      '"',
      "'",
      '\\',
      '//',
      '/*',
      '*/',
      '#',
      '\n',
      ' ',
      'true',
      '12',
      `"${REQUIRE}"`,
      'x',
      '\0',
      '💥',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const { found, badLines } = readPrefFile(pieces.join(''))
        for (const { value } of found.values())
          expect(['boolean', 'number', 'string']).toContain(typeof value)
        expect(badLines.every((line) => line >= 1)).toBe(true)
      }),
    )
  })

  it.each([
    ['one line of calls', 'user_pref("a", 1);'],
    ['brackets', '('],
    ['quotes', '"'],
    ['escapes', '"\\n'],
    ['backslashes', '\\'],
    ['comments', '/**/'],
    ['comments without an end', '/*'],
    ['slashes', '/'],
    ['blanks', ' \t'],
    ['lines', '\n'],
    ['spoiled calls', 'user_pref(;'],
    ['attributes', ',locked'],
    ['digits', '7'],
  ])('takes time in proportion to its length: two million characters of %s', (_, unit) => {
    const text = unit.repeat(Math.ceil(2_000_000 / unit.length))
    const startedAt = performance.now()
    readPrefFile(text)
    readPrefFile(`user_pref("x", ${text}`)
    expect(performance.now() - startedAt).toBeLessThan(4_000)
  })
})
