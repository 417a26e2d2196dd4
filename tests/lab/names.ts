import type { CaKind } from './scenario.ts'

export const INDEX_HOST = 'index.lab.test'

/** Of no CA: a name that leads to the visitor's own machine, as anybody may have one lead there. */
export const INSIDE_HOST = 'inside.test'

/** "07-html.pub.lab.test" */
export function hostUnder(kind: CaKind, label: string): string {
  return `${label}.${kind === 'public' ? 'pub' : 'priv'}.lab.test`
}
