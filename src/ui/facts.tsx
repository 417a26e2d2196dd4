import type { ComponentChildren } from 'preact'

/** A list of names and values. */
export function Facts({ children }: { readonly children: ComponentChildren }) {
  return <dl class="facts">{children}</dl>
}

interface FactProps {
  readonly name: string
  /** For what is compared character by character. */
  readonly isCode?: boolean
  /** A text, rather than a word or a date. */
  readonly isLong?: boolean
  readonly children: ComponentChildren
}

/** Left out altogether where there is no value. */
export function Fact({ name, isCode = false, isLong = isCode, children }: FactProps) {
  if (children === undefined || children === '') return null
  return (
    <div class={isLong ? 'fact fact-long' : 'fact'}>
      <dt>{name}</dt>
      <dd class={isCode ? 'code' : undefined}>{children}</dd>
    </div>
  )
}
