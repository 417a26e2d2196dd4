import type { BeforeSending, Level, Settings } from './settings.ts'

const OF_LEVEL: Readonly<Record<Level, Exclude<BeforeSending, 'level'>>> = {
  watch: 'never',
  guard: 'bodies',
  lockdown: 'always',
}

/** RFC 9110 §9.2.1: whoever uses them wants nothing done, and sends no body. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/** Whether the site's certificate has to be checked before a request with this method is sent. */
export function mustCheckBeforeSending(method: string, { level, beforeSending }: Settings): boolean {
  // A level that never holds gains nothing by it.
  if (level === 'watch') return false
  switch (beforeSending === 'level' ? OF_LEVEL[level] : beforeSending) {
    case 'never':
      return false
    case 'bodies':
      return !SAFE.has(method.toUpperCase())
    case 'always':
      return true
  }
}
