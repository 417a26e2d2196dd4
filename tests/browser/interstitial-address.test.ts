import { assert, property, string, webUrl } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { interstitialAddress, readInterstitialAddress } from '../../src/browser/guard/interstitial-address.ts'

const BASE = 'moz-extension://6a1f/extension/interstitial/index.html'
const read = (address: string) => readInterstitialAddress(BASE, address)
const hold = (url: string, isPrivate = false) => ({ id: 'a', url, isPrivate })

describe('the address of an interstitial', () => {
  it('carries the page unchanged, whatever there is in its address', () => {
    assert(
      property(webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
        const page = url.replace(/^http:/, 'https:')
        expect(read(interstitialAddress(BASE, hold(page)))).toEqual({ id: 'a', page })
      }),
    )
    const odd = "https://bank.example/%2f%00?a=`'{}|#b#c%zz"
    expect(read(interstitialAddress(BASE, hold(odd)))?.page).toBe(odd)
  })

  it('says nothing of the page in a private window', () => {
    const address = interstitialAddress(BASE, hold('https://clinic.example/', true))
    expect(address).not.toContain('clinic')
    expect(read(address)).toEqual({ id: 'a', page: undefined })
  })

  it.each([
    'http://bank.example/',
    'javascript:alert(1)',
    'data:text/html,hello',
    'moz-extension://6a1f/extension/options/index.html',
    'file:///etc/passwd',
    'about:config',
    '//bank.example/',
    'bank.example',
    '',
  ])('leads nobody to %j', (url) => {
    expect(read(`${BASE}?id=a#${encodeURIComponent(url)}`)).toEqual({ id: 'a', page: undefined })
  })

  it.each([
    'https://bank.example/?id=a',
    'moz-extension://6a1f/extension/popup/index.html?id=a',
    'moz-extension://6a1f/extension/interstitial/index.html.evil?id=a',
    'moz-extension://other/extension/interstitial/index.html?id=a',
    BASE,
    `${BASE}#?id=a`,
    'nonsense',
    '',
  ])('is not %j', (address) => {
    expect(read(address)).toBeUndefined()
  })

  it('is read, whatever it is', () => {
    assert(
      property(string(), (text) => {
        read(text)
        expect(read(`${BASE}?id=a#${text}`)?.id).toBe('a')
      }),
    )
  })
})
