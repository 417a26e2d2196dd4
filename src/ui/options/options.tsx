import { type BeforeSending, DEFAULT_SETTINGS, type Level, type SourceOrder } from '../../policy/settings.ts'
import { type AccessActions, MissingAccess } from '../access/missing-access.tsx'
import type { AccessState } from '../access/model.ts'
import { useUi } from '../context.ts'
import { type ExceptionActions, Exceptions } from './exceptions.tsx'
import { type IncidentActions, Incidents } from './incidents.tsx'
import { type FirefoxActions, FirefoxGroup } from './firefox/firefox-group.tsx'
import type { FirefoxPanelState } from './firefox/model.ts'
import { Group, GroupLinks } from './groups.tsx'
import { LevelChoice } from './level-choice.tsx'
import type { OptionsState, TimeField } from './model.ts'
import { type OfflineActions, OfflineData } from './offline-data.tsx'
import { Sources } from './sources.tsx'
import { StoredEvidence } from './stored-evidence.tsx'
import { Times } from './times.tsx'

export interface OptionsActions
  extends AccessActions, OfflineActions, ExceptionActions, IncidentActions, FirefoxActions {
  readonly setLevel: (level: Level) => void
  readonly typeSeconds: (field: TimeField, text: string) => void
  readonly setSeconds: (field: TimeField, text: string) => void
  readonly setBeforeSending: (choice: BeforeSending) => void
  readonly setSourceOrder: (order: SourceOrder) => void
  readonly setMaxCrlBytes: (bytes: number) => void
  readonly clearEvidence: () => void
}

interface Props {
  readonly state: OptionsState
  /** Of the part that is about Firefox's own settings. */
  readonly firefox: FirefoxPanelState
  readonly access: AccessState
  readonly actions: OptionsActions
  /** The page stands there because the add-on has just been installed. */
  readonly isWelcome: boolean
}

export function Options({ state, firefox, access, actions, isWelcome }: Props) {
  const { t } = useUi()
  const { settings, exceptions, evidence, offline, incidents, isUnreachable, notice } = state
  const offlineData = offline && (
    <OfflineData
      offline={offline}
      level={settings?.level ?? DEFAULT_SETTINGS.level}
      notice={notice}
      actions={actions}
    />
  )
  return (
    <main data-level={settings?.level} data-exceptions={exceptions?.length}>
      <header class="options-head">
        <img src="/icons/hardfail.svg" alt="" width="48" height="48" />
        <div>
          <h1>{t('options_title')}</h1>
          <p class="lead">{t('options_lead')}</p>
        </div>
      </header>
      <MissingAccess access={access} actions={actions} />
      {settings && exceptions && evidence && offline && incidents ? (
        <>
          <GroupLinks />
          <div class="options-body">
            {isWelcome && (
              <p class="welcome">
                {t('welcome')} <a href="/extension/selftest/index.html">{t('selftest_open')}</a>
              </p>
            )}
            {isWelcome && offlineData}
            <Group id="protection">
              {!access.privateWindows && <p class="access-private">{t('access_private')}</p>}
              <LevelChoice level={settings.level} notice={notice} onChoose={actions.setLevel} />
              <Times
                settings={settings}
                drafts={state.drafts}
                notice={notice}
                onType={actions.typeSeconds}
                onSet={actions.setSeconds}
                onBeforeSending={actions.setBeforeSending}
              />
            </Group>
            <Group id="history">
              <Exceptions settings={settings} exceptions={exceptions} notice={notice} actions={actions} />
              <Incidents incidents={incidents} notice={notice} actions={actions} />
            </Group>
            <FirefoxGroup state={firefox} actions={actions} />
            <Group id="data">
              <Sources settings={settings} notice={notice} actions={actions} />
              {!isWelcome && offlineData}
              <StoredEvidence evidence={evidence} notice={notice} onClear={actions.clearEvidence} />
            </Group>
          </div>
        </>
      ) : (
        <output>{t(isUnreachable ? 'options_unavailable' : 'options_loading')}</output>
      )}
    </main>
  )
}
