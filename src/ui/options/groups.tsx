import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useUi } from '../context.ts'
import { keyOf } from '../i18n.ts'

/** The parts of the page, in their order; each has an anchor of its name. */
export const GROUPS = ['protection', 'history', 'firefox', 'data'] as const

export type GroupId = (typeof GROUPS)[number]

/** Leads to the groups: beside them where there is room, above them where there is not. */
export function GroupLinks() {
  const { t } = useUi()
  return (
    <nav class="groups" aria-label={t('options_nav')}>
      <ul>
        {GROUPS.map((id) => (
          <li key={id}>
            <a href={`#${id}`}>{t(keyOf('group', id))}</a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

interface Props {
  readonly id: GroupId
  readonly children: ComponentChildren
}

/** Sections that belong together. */
export function Group({ id, children }: Props) {
  const { t } = useUi()
  const place = useRef<HTMLDivElement>(null)
  // Whoever was led here came before it was there.
  useEffect(() => {
    if (location.hash === `#${id}`) place.current?.scrollIntoView()
  }, [])
  return (
    <div class="group" id={id} ref={place}>
      <h2>{t(keyOf('group', id))}</h2>
      {children}
    </div>
  )
}
