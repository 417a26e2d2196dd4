import type { ComponentChildren } from 'preact'
import type { Known, SettingId } from '../../../policy/firefox-settings/setting.ts'
import { useUi } from '../../context.ts'
import { breakable } from '../../breakable.tsx'
import type { Copy } from '../../copy-button.tsx'
import { Chevron } from '../../glyph.tsx'
import { keyOf } from '../../i18n.ts'
import { Section } from '../section.tsx'
import { Reasoning, StateWord } from './known-line.tsx'
import type { Wanted } from './snippets.ts'
import { Ways } from './ways.tsx'

/** The settings that have a card of their own. */
export type CardId = Exclude<SettingId, 'hard-fail'>

export const CARDS: readonly CardId[] = [
  'ocsp-require',
  'ocsp-enabled',
  'stapling',
  'must-staple',
  'crlite',
  'https-only',
]

const WANTED: Readonly<Record<CardId, Wanted>> = {
  'ocsp-require': { name: 'security.OCSP.require', value: true },
  'ocsp-enabled': { name: 'security.OCSP.enabled', value: 1 },
  stapling: { name: 'security.ssl.enable_ocsp_stapling', value: true },
  'must-staple': { name: 'security.ssl.enable_ocsp_must_staple', value: true },
  crlite: { name: 'security.pki.crlite_mode', value: 2 },
  'https-only': { name: 'dom.security.https_only_mode', value: false },
}

interface Props {
  readonly id: CardId
  readonly known: Known
  readonly copy: Copy
  /** What there is to say besides. */
  readonly children?: ComponentChildren
}

/** One setting: what it does, how it stands, how to set it, how to undo that, and what can go wrong. */
export function SettingCard({ id, known, copy, children }: Props) {
  const { t } = useUi()
  const wanted = WANTED[id]
  return (
    <Section id={`firefox-${id}`} heading={t(keyOf('card', id))}>
      <div class="card-state" data-card={id}>
        <code class="code">{breakable(wanted.name)}</code> <StateWord known={known} />
        <Reasoning known={known} />
      </div>
      <p>{t(keyOf('card_does', id))}</p>
      {children}
      <More title={t('card_set', { value: String(wanted.value) })}>
        <Ways wanted={wanted} copy={copy} />
      </More>
      <More title={t('card_undo')}>
        <p>{t('card_undo_how')}</p>
      </More>
      <More title={t('card_wrong')}>
        <p>{t(keyOf('card_wrong', id))}</p>
      </More>
    </Section>
  )
}

interface MoreProps {
  readonly title: string
  readonly children: ComponentChildren
}

function More({ title, children }: MoreProps) {
  return (
    <details class="more">
      <summary>
        <Chevron />
        {title}
      </summary>
      <div class="more-body">{children}</div>
    </details>
  )
}
