import type { Storage } from 'webextension-polyfill'
import { fieldsOf } from '../../pki/remote-settings/changeset.ts'

/**
 * The names (`localNames` in the add-on's managed storage, each with all below it) for which an administrator has
 * revocation servers in the own network, as a cache of what CAs say. Never rejects.
 */
export async function readLocalNames(managed: Pick<Storage.StorageArea, 'get'>): Promise<readonly string[]> {
  // It rejects where no administrator has said anything.
  const found = await managed.get('localNames').catch(() => ({}))
  const names = fieldsOf(found)['localNames']
  if (!Array.isArray(names)) return []
  return names.filter((name) => typeof name === 'string').map((name) => name.toLowerCase())
}
