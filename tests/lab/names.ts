import type { CaKind } from './scenario.ts'

export const INDEX_HOST = 'index.lab.test'

/** "07-html.pub.lab.test" */
export function hostUnder(kind: CaKind, label: string): string {
  return `${label}.${kind === 'public' ? 'pub' : 'priv'}.lab.test`
}
