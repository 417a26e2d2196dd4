import { useState } from 'preact/hooks'
import { useUi } from '../../context.ts'
import { keyOf } from '../../i18n.ts'
import { type Snippet, snippetsFor, type Wanted, type Way, WAYS } from './snippets.ts'

interface Props {
  readonly wanted: Wanted
  readonly copied: string | undefined
  readonly onCopy: (text: string) => void
}

/** How to set a preference, by each of the ways there are. */
export function Ways({ wanted, copied, onCopy }: Props) {
  const { t } = useUi()
  const [way, choose] = useState<Way>('about-config')
  const name = `way ${wanted.name}`
  const snippets = snippetsFor(way, wanted)
  return (
    <div class="ways">
      <fieldset class="tabs">
        <legend class="visually-hidden">{t('ways_legend', { name: wanted.name })}</legend>
        {WAYS.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name={name}
              value={each}
              checked={each === way}
              onChange={() => {
                choose(each)
              }}
            />
            {t(keyOf('way', each))}
          </label>
        ))}
      </fieldset>
      <p>
        {snippets.length === 0
          ? t('way_closed')
          : t(keyOf('way_steps', way), { value: String(wanted.value) })}
      </p>
      {snippets.map((snippet) => (
        <Copyable key={snippet.text} snippet={snippet} isCopied={copied === snippet.text} onCopy={onCopy} />
      ))}
    </div>
  )
}

interface CopyableProps {
  readonly snippet: Snippet
  readonly isCopied: boolean
  readonly onCopy: (text: string) => void
}

function Copyable({ snippet: { file, text }, isCopied, onCopy }: CopyableProps) {
  const { t } = useUi()
  return (
    <div class="copyable">
      {file !== undefined && <span class="copyable-file">{file}</span>}
      {/* It can be wider than the page: then it scrolls, also with the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre class="code" tabIndex={0}>
        {text}
      </pre>
      <button
        type="button"
        class="small"
        aria-label={t('copy_of', { what: file ?? text })}
        onClick={() => {
          onCopy(text)
        }}
      >
        {t(isCopied ? 'copied' : 'copy')}
      </button>
    </div>
  )
}
