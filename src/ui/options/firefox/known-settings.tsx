import type { FirefoxState } from '../../../browser/messages.ts'
import { SETTING_IDS, type SettingId } from '../../../policy/firefox-settings/setting.ts'
import { useUi } from '../../context.ts'
import { keyOf } from '../../i18n.ts'
import { Section } from '../section.tsx'
import type { FirefoxPanelState } from './model.ts'
import { Reasoning, StateWord } from './known-line.tsx'

/** What decides comes first. */
const SHOWN: readonly SettingId[] = ['hard-fail', ...SETTING_IDS.filter((id) => id !== 'hard-fail')]

interface Props {
  readonly firefox: FirefoxState
  readonly notice: FirefoxPanelState['notice']
  readonly onForget: () => void
}

/** What Firefox by itself does, as far as that can be known, and how it is known. */
export function KnownSettingsSection({ firefox: { settings }, notice, onForget }: Props) {
  const { t } = useUi()
  return (
    <Section id="firefox-known" heading={t('known_heading')}>
      <p>{t('known_about')}</p>
      <dl class="known">
        {SHOWN.map((id) => (
          <div key={id} data-setting={id}>
            <dt>
              <span>{t(keyOf('setting', id))}</span> <StateWord known={settings[id]} />
            </dt>
            <dd>
              <Reasoning known={settings[id]} />
            </dd>
          </div>
        ))}
      </dl>
      <div class="with-note">
        <a class="button" id="prove-it" href="/extension/selftest/index.html#drill">
          {t('known_prove')}
        </a>
        <button type="button" id="forget-firefox" onClick={onForget}>
          {t('known_forget')}
        </button>
        <output class={`confirmation confirmation-${notice === 'failed' ? 'failed' : 'none'}`}>
          {notice && t(notice === 'forgotten' ? 'known_forgotten' : 'known_failed')}
        </output>
        <p class="field-about">{t('known_forget_about')}</p>
      </div>
    </Section>
  )
}
