import type { SourceId } from '../../policy/evidence.ts'
import type { Settings } from '../../policy/settings.ts'
import { useUi } from '../context.ts'
import { keyOf } from '../i18n.ts'
import type { Notice } from './model.ts'
import { NetworkChoices } from './network-choices.tsx'
import type { OptionsActions } from './options.tsx'
import { Section } from './section.tsx'

/** The sources at work, in the order in which they are asked. */
const SOURCES = ['crl', 'ocsp'] as const satisfies readonly SourceId[]

interface Props {
  readonly settings: Settings
  readonly notice: Notice | undefined
  readonly actions: OptionsActions
}

export function Sources({ settings, notice, actions }: Props) {
  const { t } = useUi()
  return (
    <Section id="sources" heading={t('sources_heading')} confirms="sources" notice={notice}>
      <dl class="sources">
        {SOURCES.map((source) => (
          <div key={source}>
            <dt>{t(keyOf('source', source))}</dt>
            <dd>{t(`sources_${source}_about`)}</dd>
          </div>
        ))}
      </dl>
      <NetworkChoices
        settings={settings}
        onOrder={actions.setSourceOrder}
        onMaxCrlBytes={actions.setMaxCrlBytes}
      />
      <p>{t('sources_nobody')}</p>
    </Section>
  )
}
