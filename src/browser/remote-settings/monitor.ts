import { fieldsOf, isTimestamp } from '../../pki/remote-settings/changeset.ts'
import { RemoteError } from './cause.ts'
import type { CollectionName, RemoteSettingsConfig } from './config.ts'
import { type Download, downloadJson } from './download.ts'
import { monitorUrl } from './endpoints.ts'

const MAX_MONITOR_BYTES = 4 * 1024 * 1024

/** When each collection was last changed. Not signed, and used only to tell whether to ask further. */
export async function askMonitor(
  config: RemoteSettingsConfig,
  download: Download,
): Promise<(name: CollectionName) => number> {
  const answer = await downloadJson(download, { url: monitorUrl(config), maxBytes: MAX_MONITOR_BYTES })
  const { changes } = fieldsOf(answer)
  const entries = Array.isArray(changes) ? changes.map(fieldsOf) : []
  return (name) => {
    const entry = entries.find(({ bucket, collection }) => bucket === config.bucket && collection === name)
    const lastModified = entry?.['last_modified']
    if (!isTimestamp(lastModified)) throw new RemoteError('malformed', `${name} is not among the collections`)
    return lastModified
  }
}
