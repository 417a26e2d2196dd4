import { useUi } from '../context.ts'

export function Framed() {
  const { t } = useUi()
  return (
    <main data-phase="framed">
      <p>{t('hold_framed')}</p>
    </main>
  )
}
