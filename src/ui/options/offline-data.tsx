import type { TargetedEvent } from 'preact'
import type { OfflineState } from '../../browser/messages.ts'
import type { CollectionName } from '../../browser/remote-settings/config.ts'
import type { CollectionState, RemoteFailure } from '../../browser/remote-settings/remote-state.ts'
import { countsUntil } from '../../browser/remote-settings/counts-until.ts'
import { pauseEnd } from '../../browser/remote-settings/schedule.ts'
import type { Level } from '../../policy/settings.ts'
import { useUi } from '../context.ts'
import { countText } from '../counted.ts'
import { keyOf } from '../i18n.ts'
import { Time } from '../time.tsx'
import type { Notice } from './model.ts'
import { OfflineProgress } from './offline-progress.tsx'
import { Section } from './section.tsx'

const COLLECTIONS: readonly CollectionName[] = ['onecrl', 'cert-revocations']

export interface OfflineActions {
  readonly setOfflineData: (isOn: boolean) => void
  readonly updateOffline: () => void
}

interface Props {
  readonly offline: OfflineState
  readonly level: Level
  readonly notice: Notice | undefined
  readonly actions: OfflineActions
}

/** OneCRL and CRLite: what they are, where they come from, how they stand, and the switch. */
export function OfflineData({ offline, level, notice, actions }: Props) {
  const { t, format, now } = useUi()
  const { isOn, host, activity, collections } = offline
  const pausedUntil = Math.min(...COLLECTIONS.map((name) => pauseEnd(collections[name], now)))
  const isPaused = pausedUntil > now
  return (
    <Section id="offline" heading={t('offline_heading')} confirms="offline" notice={notice}>
      <p>{t('offline_about', { host })}</p>
      <label class="switch">
        <input
          type="checkbox"
          id="offline-data"
          checked={isOn}
          onChange={(event: TargetedEvent<HTMLInputElement>) => {
            actions.setOfflineData(event.currentTarget.checked)
          }}
        />
        {t('offline_switch')}
      </label>
      {isOn && (
        <>
          <dl class="sources">
            {COLLECTIONS.map((name) => (
              <Collection key={name} name={name} state={collections[name]} level={level} />
            ))}
          </dl>
          <OfflineProgress activity={activity} />
          <div class="with-note">
            <button
              type="button"
              id="update-offline"
              disabled={activity.phase !== 'idle' || isPaused}
              onClick={actions.updateOffline}
            >
              {t('offline_update')}
            </button>
            <p class="field-about">
              {isPaused ? (
                <Time at={pausedUntil}>
                  {t('offline_paused', { when: format.nearMoment(pausedUntil, now) })}
                </Time>
              ) : (
                t('offline_update_about')
              )}
            </p>
          </div>
        </>
      )}
    </Section>
  )
}

interface CollectionProps {
  readonly name: CollectionName
  readonly state: CollectionState
  readonly level: Level
}

function Collection({ name, state, level }: CollectionProps) {
  const { t, format, now } = useUi()
  const { inForce, failure } = state
  const until = countsUntil(name, state, level) ?? Infinity
  const isTooOld = until <= now
  return (
    <div
      data-collection={name}
      data-in-force={inForce !== undefined}
      data-too-old={isTooOld}
      data-failure={failure?.cause}
    >
      <dt>{t(keyOf('collection', name))}</dt>
      <dd>{inForce === undefined ? t('offline_nothing') : <InForce state={state} />}</dd>
      {isTooOld && (
        <dd class="offline-too-old">
          <Time at={until}>{t('offline_too_old', { when: format.nearMoment(until, now) })}</Time>{' '}
          {t(keyOf('too_old', name))}
        </dd>
      )}
      {failure && <Failure failure={failure} isInForce={inForce !== undefined && !isTooOld} />}
    </div>
  )
}

function InForce({ state: { inForce, lastSuccess } }: { readonly state: CollectionState }) {
  const ui = useUi()
  const { t, format, now } = ui
  if (inForce === undefined) return null
  const { timestamp, effectiveTimestamp, records, files, bytes } = inForce
  const at = effectiveTimestamp ?? timestamp
  const size =
    files === 0
      ? countText(ui, 'entry', records)
      : t('offline_filters', { filters: countText(ui, 'filter', files), size: format.bytes(bytes) })
  return (
    <>
      {size} · <Time at={at}>{t('offline_as_of', { when: format.nearMoment(at, now) })}</Time>
      {lastSuccess !== undefined && (
        <>
          {' '}
          · <Time at={lastSuccess}>{t('offline_checked', { when: format.relative(lastSuccess, now) })}</Time>
        </>
      )}
    </>
  )
}

interface FailureProps {
  readonly failure: RemoteFailure
  readonly isInForce: boolean
}

function Failure({ failure: { cause, detail, since, at }, isInForce }: FailureProps) {
  const { t, format, now } = useUi()
  return (
    <dd class="offline-failure">
      <Time at={at}>{t('offline_failed', { when: format.relative(at, now) })}</Time>{' '}
      {t(keyOf('remote', cause))}{' '}
      {at > since && (
        <Time at={since}>{t('offline_failing_since', { when: format.nearMoment(since, now) })}</Time>
      )}{' '}
      {isInForce && t('offline_stays')}
      <span class="code">{detail}</span>
    </dd>
  )
}
