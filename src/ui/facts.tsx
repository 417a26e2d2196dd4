import type { ComponentChildren } from 'preact'

/** A list of names and values. */
export function Facts({ children }: { readonly children: ComponentChildren }) {
  return <dl class="facts">{children}</dl>
}

interface FactProps {
  readonly name: string
  /** For what is compared character by character. */
  readonly isCode?: boolean
  readonly children: ComponentChildren
}

/** Left out altogether where there is no value. */
export function Fact({ name, isCode = false, children }: FactProps) {
  if (children === undefined || children === '') return null
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd class={isCode ? 'code' : undefined}>{children}</dd>
    </div>
  )
}
