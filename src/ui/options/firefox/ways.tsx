import { useState } from 'preact/hooks'
import { useUi } from '../../context.ts'
import { type Copy, CopyButton } from '../../copy-button.tsx'
import { keyOf } from '../../i18n.ts'
import { type Snippet, snippetsFor, type Wanted, type Way, WAYS } from './snippets.ts'

interface Props {
  readonly wanted: Wanted
  readonly copy: Copy
}

/** How to set a preference, by each of the ways there are. */
export function Ways({ wanted, copy }: Props) {
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
        <Copyable key={snippet.text} snippet={snippet} copy={copy} />
      ))}
    </div>
  )
}

interface CopyableProps {
  readonly snippet: Snippet
  readonly copy: Copy
}

function Copyable({ snippet: { file, text }, copy }: CopyableProps) {
  return (
    <div class="copyable">
      {file !== undefined && <span class="copyable-file">{file}</span>}
      {/* It can be wider than the page: then it scrolls, also with the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre class="code" tabIndex={0}>
        {text}
      </pre>
      <CopyButton text={text} copy={copy} label={file ?? text} />
    </div>
  )
}
