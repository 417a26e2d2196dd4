import { RemoteError } from './cause.ts'
import type { CollectionName, RemoteSettingsConfig } from './config.ts'

/** Says of every collection when it was last changed. */
export function monitorUrl({ server }: RemoteSettingsConfig): string {
  return `${server}/buckets/monitor/collections/changes/changeset?_expected=0`
}

/** `expected` only gets past caches that lag behind; `since` asks for what has changed from then on. */
export function changesetUrl(
  { server, bucket }: RemoteSettingsConfig,
  name: CollectionName,
  { expected, since }: { readonly expected: number; readonly since: number | undefined },
): string {
  const url = new URL(`${server}/buckets/${bucket}/collections/${name}/changeset`)
  url.searchParams.set('_expected', String(expected))
  if (since !== undefined) url.searchParams.set('_since', `"${since}"`)
  return url.href
}

/** Says where attachments lie. */
export function capabilitiesUrl({ server }: RemoteSettingsConfig): string {
  return `${server}/`
}

/** The address that others gave, if it leads where they may send us. */
export function urlAt(origin: string, url: string, base?: string): string {
  const parsed = URL.canParse(url, base) ? new URL(url, base) : undefined
  if (parsed?.origin !== origin || parsed.username !== '' || parsed.password !== '') {
    throw new RemoteError('url-refused', url.slice(0, 200))
  }
  return parsed.href
}
