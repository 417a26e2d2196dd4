import type { Copy } from '../../copy-button.tsx'
import { Group } from '../groups.tsx'
import { Coverage } from './coverage.tsx'
import { KnownSettingsSection } from './known-settings.tsx'
import type { FirefoxPanelState } from './model.ts'
import { CARDS, SettingCard } from './setting-card.tsx'
import { SelfTestLink } from './self-test-link.tsx'
import { TextCheck, type TextCheckActions } from './text-check.tsx'

export interface FirefoxActions extends TextCheckActions {
  readonly copy: Copy
  readonly forgetFirefox: () => void
}

interface Props {
  readonly state: FirefoxPanelState
  readonly actions: FirefoxActions
}

/** Firefox's own settings: how they stand, what they are good for, and how to set them. */
export function FirefoxGroup({ state, actions }: Props) {
  const { firefox, checked, notice } = state
  if (firefox === undefined) return null
  return (
    <Group id="firefox">
      <KnownSettingsSection firefox={firefox} notice={notice} onForget={actions.forgetFirefox} />
      <TextCheck checked={checked} actions={actions} />
      {CARDS.map((id) => (
        <SettingCard key={id} id={id} known={firefox.settings[id]} copy={actions.copy}>
          {id === 'ocsp-require' && <Coverage met={firefox.met} />}
        </SettingCard>
      ))}
      <SelfTestLink />
    </Group>
  )
}
