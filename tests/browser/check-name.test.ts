import { describe, expect, it } from 'vitest'
import { createCheckName } from '../../src/browser/retrieval/check-name.ts'
import { readLocalNames } from '../../src/browser/retrieval/local-names.ts'

const PUBLIC = { isBuiltInRoot: true, isRedirect: false }

function checking(addresses: readonly string[] | Error, localNames: readonly string[] = []) {
  const asked: string[] = []
  const check = createCheckName({
    resolve: (host) => {
      asked.push(host)
      return addresses instanceof Error ? Promise.reject(addresses) : Promise.resolve(addresses)
    },
    localNames: () => Promise.resolve(localNames),
  })
  return { check, asked }
}

describe('a name', () => {
  it('may lead to the internet', async () => {
    const { check, asked } = checking(['93.184.216.34', '2606:4700::1'])
    expect(await check('http://ocsp.example.:8080/a', PUBLIC)).toBeUndefined()
    expect(asked).toEqual(['ocsp.example'])
  })

  it('is refused if any of its addresses is: Firefox takes which it likes', async () => {
    const { check } = checking(['93.184.216.34', '192.168.1.1'])
    expect(await check('http://ocsp.example/', PUBLIC)).toEqual({
      cause: 'dns-filtered',
      detail: 'private address: 192.168.1.1',
    })
    const byRedirect = { isBuiltInRoot: true, isRedirect: true }
    expect(await check('http://ocsp.example/', byRedirect)).toMatchObject({ cause: 'url-refused' })
  })

  it('that a filter makes lead nowhere is seen to be, whoever the root belongs to', async () => {
    const { check } = checking(['0.0.0.0'])
    const isBuiltInRoot = false
    expect(await check('http://ocsp.example/', { ...PUBLIC, isBuiltInRoot })).toMatchObject({
      cause: 'dns-filtered',
    })
  })

  it('that cannot be looked up is left to Firefox, which says why', async () => {
    expect(await checking(new Error('NS_ERROR_UNKNOWN_HOST')).check('http://a.example/', PUBLIC)).toBe(
      undefined,
    )
  })

  it('is not asked for where there is none', async () => {
    const { check, asked } = checking(['127.0.0.1'])
    for (const host of ['8.8.8.8', '[2606:4700::1]']) {
      expect(await check(`http://${host}/`, PUBLIC)).toBeUndefined()
    }
    expect(asked).toEqual([])
  })

  it('may lead into the own network where an administrator says so', async () => {
    const { check } = checking(['10.0.0.53'], ['ca.example'])
    expect(await check('http://ca.example/', PUBLIC)).toBeUndefined()
    expect(await check('http://ocsp.ca.example/', PUBLIC)).toBeUndefined()
    expect(await check('http://evilca.example/', PUBLIC)).toBeDefined()
    const filtered = checking(['0.0.0.0'], ['ca.example'])
    expect(await filtered.check('http://ca.example/', PUBLIC)).toBeDefined()
  })
})

const managed = (found: unknown) => ({ get: () => Promise.resolve({ localNames: found }) })

describe('what an administrator says', () => {
  it('is a list of names, or nothing', async () => {
    expect(await readLocalNames(managed(['Lab.Test', 7]))).toEqual(['lab.test'])
    expect(await readLocalNames(managed('lab.test'))).toEqual([])
    expect(await readLocalNames({ get: () => Promise.reject(new Error('no manifest')) })).toEqual([])
  })
})
