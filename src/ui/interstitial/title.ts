import type { Translate } from '../i18n.ts'
import type { InterstitialState } from './state.ts'
import { verdictKindOf, viewOf } from './view.ts'

/** The tab's title: the host and what happened to it. */
export function titleOf(state: InterstitialState, t: Translate): string {
  const view = viewOf(state)
  switch (view.kind) {
    case 'waiting':
      return t('name')
    case 'gone':
      return t('hold_gone')
    case 'unreachable':
      return t('hold_unreachable')
    case 'reopening':
      return t('page_title', { host: tellingEnd(view.host), what: t('hold_opening_word') })
    case 'checking':
      return t('page_title', { host: tellingEnd(view.hold.host), what: t('hold_checking_word') })
    case 'released':
      return t('page_title', { host: tellingEnd(view.hold.host), what: t('hold_opening_word') })
    case 'settled':
      return t('page_title', {
        host: tellingEnd(view.hold.host),
        what: t(`word_${verdictKindOf(view.hold)}`),
      })
  }
}

/** A tab has room for so much. */
const TITLE_CHARACTERS = 40

/** Whose host it is stands at its end; what stands before that is for anybody to choose. */
function tellingEnd(host: string): string {
  return host.length > TITLE_CHARACTERS ? `…${host.slice(1 - TITLE_CHARACTERS)}` : host
}
