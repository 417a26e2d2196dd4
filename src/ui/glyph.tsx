import type { Status } from '../policy/evidence.ts'

const SHAPES: Readonly<Record<Status['kind'], string>> = {
  good: 'm3.5 8.5 3 3 6-7',
  revoked: 'm4 4 8 8m0-8-8 8',
  unknown: 'M5.5 5.8c0-1.5 1.1-2.4 2.5-2.4s2.5.9 2.5 2.2C10.5 7.3 8 7.4 8 9.4m0 3v.01',
}

/** The status of one answer, as a shape beside its word. */
export function Glyph({ status }: { readonly status: Status['kind'] }) {
  return (
    <svg class={`glyph glyph-${status}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={SHAPES[status]} />
    </svg>
  )
}

export function Chevron() {
  return (
    <svg class="chevron" viewBox="0 0 16 16" aria-hidden="true">
      <path d="m6 4 4 4-4 4" />
    </svg>
  )
}
