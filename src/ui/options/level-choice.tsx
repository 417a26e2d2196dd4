import type { Level } from '../../policy/settings.ts'
import { useUi } from '../context.ts'
import { keyOf } from '../i18n.ts'
import type { Notice } from './model.ts'
import { Section } from './section.tsx'

const LEVELS: readonly Level[] = ['watch', 'guard', 'lockdown']

interface Props {
  readonly level: Level
  readonly notice: Notice | undefined
  readonly onChoose: (level: Level) => void
}

export function LevelChoice({ level, notice, onChoose }: Props) {
  const { t } = useUi()
  return (
    <Section id="level" heading={t('level_heading')} confirms="level" notice={notice}>
      <div class="levels" role="radiogroup" aria-labelledby="level">
        {LEVELS.map((each) => (
          <LevelCard
            key={each}
            level={each}
            isChosen={each === level}
            onChoose={() => {
              onChoose(each)
            }}
          />
        ))}
      </div>
    </Section>
  )
}

interface CardProps {
  readonly level: Level
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function LevelCard({ level, isChosen, onChoose }: CardProps) {
  const { t } = useUi()
  return (
    <label class="level">
      <input type="radio" name="level" value={level} checked={isChosen} onChange={onChoose} />
      <span class="level-name">
        {t(keyOf('level', level))}
        {level === 'guard' && <span class="tag">{t('level_recommended')}</span>}
      </span>
      <span class="level-about">{t(`level_${level}_about`)}</span>
    </label>
  )
}
