import { describe, expect, it } from 'vitest'
import { NSS_ERRORS } from '../../src/browser/surface/nss-errors.ts'
import { createTranslate } from '../../src/ui/i18n.ts'
import { explain } from '../../src/ui/popup/refusal/explanation.ts'
import { RECIPES, recipesFor } from '../../src/ui/popup/refusal/recipes.ts'
import { toolbarTitle } from '../../src/ui/toolbar-title.ts'
import { getMessageIn } from './get-message.ts'

const t = createTranslate(getMessageIn('en'))

describe('the explanation of a refusal', () => {
  it.each(NSS_ERRORS)('$name: says whose fault it is and what can be done', ({ refusal }) => {
    const { faults, cures } = explain(refusal)
    for (const list of [faults, cures]) {
      expect(list.length).toBeGreaterThan(0)
      expect(new Set<string>(list).size).toBe(list.length)
    }
  })

  it('tells nobody to go on to a page that is revoked or whose answer is forged', () => {
    for (const refusal of ['revoked', 'answer-forged', 'unknown-certificate', 'pinned'] as const) {
      expect(explain(refusal).cures[0]).toBe('stay-away')
      expect(explain(refusal).cures).not.toContain('ocsp-require')
    }
  })

  it('names an attacker wherever one would bring it about', () => {
    for (const refusal of [
      'revoked',
      'responder-failed',
      'answer-forged',
      'staple-missing',
      'unknown-issuer',
    ] as const) {
      expect(explain(refusal).faults).toContain('attack')
    }
  })
})

describe('what Apache is told about “try later”', () => {
  const [first = 'caddy'] = recipesFor('try-later')

  it('comes first, and turns off both directives: one alone goes on stapling errors', () => {
    expect(RECIPES[first].server).toBe('Apache httpd')
    expect(RECIPES[first].lines).toEqual(
      expect.arrayContaining(['SSLStaplingReturnResponderErrors off', 'SSLStaplingFakeTryLater off']),
    )
  })

  it('names the bugs', () => {
    for (const language of ['en', 'fr'] as const) {
      const guide = createTranslate(getMessageIn(language))('guide_try_later')
      expect(guide).toContain('57121')
      expect(guide).toContain('60182')
    }
  })
})

it('the toolbar button says that it was Firefox, and why', () => {
  expect(toolbarTitle(t, { face: 'unverified', refusal: 'try-later', isAlarming: true })).toBe(
    'Hardfail: Firefox refused this page. The answer about the certificate says: try later.',
  )
  expect(toolbarTitle(t, { face: 'verified', isAlarming: false })).toBe(t('toolbar_verified'))
})
