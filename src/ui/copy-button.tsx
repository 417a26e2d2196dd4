import { useEffect, useState } from 'preact/hooks'
import { useUi } from './context.ts'

/** Puts a text on the clipboard; rejects where that was not allowed. */
export type Copy = (text: string) => Promise<void>

interface Props {
  readonly text: string
  readonly copy: Copy
  /** What is copied, for those who do not see what stands beside the button. */
  readonly label: string
}

const SAID_FOR_MS = 2_000

export function CopyButton({ text, copy, label }: Props) {
  const { t } = useUi()
  const [said, say] = useState<'copied' | 'copy_failed'>()
  useEffect(() => {
    if (said === undefined) return
    const timer = setTimeout(() => say(undefined), SAID_FOR_MS)
    return () => clearTimeout(timer)
  }, [said])
  const press = () =>
    copy(text).then(
      () => say('copied'),
      () => say('copy_failed'),
    )
  return (
    <span class="copy">
      <output>{said && t(said)}</output>
      <button
        type="button"
        class="small"
        aria-label={t('copy_of', { what: label })}
        onClick={() => void press()}
      >
        {t('copy')}
      </button>
    </span>
  )
}
