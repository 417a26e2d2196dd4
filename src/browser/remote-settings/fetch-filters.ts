import { type Bytes, toHex } from '../../pki/bytes.ts'
import { fieldsOf } from '../../pki/remote-settings/changeset.ts'
import type { WebCrypto } from '../../pki/web-crypto.ts'
import { RemoteError } from './cause.ts'
import type { RemoteSettingsConfig } from './config.ts'
import { type Download, downloadJson } from './download.ts'
import { capabilitiesUrl, urlAt } from './endpoints.ts'
import type { FilterFile } from './filter-file.ts'
import type { Addition, FilterPlan } from './plan-filters.ts'
import type { RemoteStore } from './remote-store.ts'

export interface FetchParts {
  readonly config: RemoteSettingsConfig
  readonly download: Download
  readonly store: RemoteStore
  readonly crypto: WebCrypto
  /** Throws a PkiError for a filter that the parser does not take. */
  readonly accept: (bytes: Bytes) => void
  /** Called with the bytes of the additions that are there. */
  readonly onProgress: (done: number) => void
}

/**
 * Brings every addition of the plan to disk, one after the other, each kept as soon as it is verified: whoever is
 * interrupted goes on from there. Rejects with a RemoteError or PkiError.
 */
export async function fetchFilters(plan: FilterPlan, parts: FetchParts): Promise<void> {
  await parts.store.dropAttachments(plan.drop)
  const baseUrl = lazily(() => attachmentsBase(parts))
  let done = plan.additionalBytes - plan.missingBytes
  parts.onProgress(done)
  for (const addition of plan.additions) {
    const { file } = addition
    const before = done
    const onBytes = (received: number) => parts.onProgress(before + Math.min(received, file.size))
    const stored = await loadStored(addition, parts)
    const bytes = stored ?? (await fetchFile(file, await baseUrl(), { ...parts, onBytes }))
    parts.accept(bytes)
    if (!addition.isStored) done += file.size
  }
}

/** The server of attachments is asked for only where there is something to fetch. */
function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}

const MAX_CAPABILITIES_BYTES = 1024 * 1024

async function attachmentsBase({ config, download }: FetchParts): Promise<string> {
  const url = capabilitiesUrl(config)
  const answer = fieldsOf(await downloadJson(download, { url, maxBytes: MAX_CAPABILITIES_BYTES }))
  const { base_url: baseUrl } = fieldsOf(fieldsOf(answer['capabilities'])['attachments'])
  if (typeof baseUrl !== 'string') throw new RemoteError('malformed', `${url} names no attachments`)
  return urlAt(config.attachmentsOrigin, baseUrl)
}

async function loadStored(
  { file, isStored }: Addition,
  { store, crypto }: FetchParts,
): Promise<Bytes | undefined> {
  const bytes = isStored ? await store.loadAttachment(file.hash) : undefined
  return bytes !== undefined && (await sha256(bytes, crypto)) === file.hash ? bytes : undefined
}

async function fetchFile(
  { hash, size, location }: FilterFile,
  baseUrl: string,
  { config, download, store, crypto, onBytes }: FetchParts & { readonly onBytes: (received: number) => void },
): Promise<Bytes> {
  const url = urlAt(config.attachmentsOrigin, location, baseUrl)
  const bytes = await download({ url, maxBytes: size, onBytes })
  if (bytes?.length !== size) throw new RemoteError('wrong-size', `${url}: ${size} bytes expected`)
  if ((await sha256(bytes, crypto)) !== hash) throw new RemoteError('wrong-hash', url)
  await store.saveAttachment(hash, bytes)
  return bytes
}

export async function sha256(bytes: Bytes, crypto: WebCrypto): Promise<string> {
  return toHex(new Uint8Array(await crypto.digest('SHA-256', bytes)))
}
