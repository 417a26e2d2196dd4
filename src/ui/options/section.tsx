import type { ComponentChildren } from 'preact'
import { useUi } from '../context.ts'
import type { Notice } from './model.ts'

interface Props {
  readonly id: string
  readonly heading: string
  /** Where the section can be changed: the place in which that is confirmed. */
  readonly confirms?: Notice['section']
  readonly notice?: Notice | undefined
  readonly children: ComponentChildren
}

export function Section({ id, heading, confirms, notice, children }: Props) {
  return (
    <section aria-labelledby={id} class="card">
      <div class="card-head">
        <h3 id={id}>{heading}</h3>
        {confirms && <Confirmation notice={notice?.section === confirms ? notice : undefined} />}
      </div>
      {children}
    </section>
  )
}

function Confirmation({ notice }: { readonly notice: Notice | undefined }) {
  const { t } = useUi()
  return (
    <output class={`confirmation confirmation-${notice?.kind ?? 'none'}`}>
      {notice && t(noticeKey(notice))}
    </output>
  )
}

function noticeKey({ kind, section }: Notice) {
  switch (kind) {
    case 'saved':
      return 'options_saved'
    case 'removed':
      return 'exceptions_removed'
    case 'cleared':
      return clearedKey(section)
    case 'failed':
      return 'options_not_saved'
  }
}

function clearedKey(section: Notice['section']) {
  if (section === 'incidents') return 'incidents_cleared'
  return section === 'exceptions' ? 'exceptions_cleared' : 'evidence_cleared'
}
