import { useUi } from '../../context.ts'
import { Section } from '../section.tsx'

/** The way to the page that tries this Firefox out. */
export function SelfTestLink() {
  const { t } = useUi()
  return (
    <Section id="self-test" heading={t('selftest_title')}>
      <p>{t('selftest_about')}</p>
      <p>
        <a class="button" href="/extension/selftest/index.html#trials">
          {t('selftest_open')}
        </a>
      </p>
    </Section>
  )
}
