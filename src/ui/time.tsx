import type { ComponentChildren } from 'preact'
import { useUi } from './context.ts'

/** A moment, told as it suits the place; the exact one is in the title and for machines. */
export function Time({ at, children }: { readonly at: number; readonly children?: ComponentChildren }) {
  const { format, now } = useUi()
  return (
    <time dateTime={new Date(at).toISOString()} title={format.exact(at)}>
      {children ?? format.relative(at, now)}
    </time>
  )
}
