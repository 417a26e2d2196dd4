import type { Storage } from 'webextension-polyfill'
import type { DemonstrationSite } from '../../policy/self-test/demonstration-site.ts'

const MAX_SITES = 500
const MAX_NAME = 120

/**
 * The sites that are tried: those that an administrator names (`selfTestSites` in the add-on's managed storage, in the
 * format of the list that comes with the add-on), else that list.
 */
export async function loadSites(
  managed: Pick<Storage.StorageArea, 'get'>,
  bundled: unknown,
): Promise<readonly DemonstrationSite[]> {
  // It rejects where no administrator has said anything.
  const found = await managed.get('selfTestSites').catch(() => ({}))
  const named = parseSites(new Map<string, unknown>(Object.entries(found)).get('selfTestSites'))
  return named.length > 0 ? named : parseSites(bundled)
}

/** The sites of a list from anything: what is not one, or is there already, is left out. */
export function parseSites(list: unknown): readonly DemonstrationSite[] {
  if (!Array.isArray(list)) return []
  const seen = new Set<string>()
  const isNew = (address: string): boolean => seen.size < seen.add(address).size
  return list.slice(0, MAX_SITES).flatMap((entry: unknown) => {
    const site = parseSite(entry)
    if (site === undefined || !isNew(site.revoked)) return []
    const { ca, revoked, valid } = site
    return valid !== undefined && isNew(valid) ? { ca, revoked, valid } : { ca, revoked }
  })
}

function parseSite(entry: unknown): DemonstrationSite | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined
  const fields = new Map<string, unknown>(Object.entries(entry))
  const ca = fields.get('ca')
  const revoked = secureAddress(fields.get('revoked'))
  const valid = secureAddress(fields.get('valid'))
  if (typeof ca !== 'string' || ca.trim() === '' || revoked === undefined) return undefined
  const site = { ca: ca.trim().slice(0, MAX_NAME), revoked }
  return valid === undefined ? site : { ...site, valid }
}

/** In the form in which the browser will speak of it. */
function secureAddress(value: unknown): string | undefined {
  if (typeof value !== 'string' || !URL.canParse(value)) return undefined
  const { href, protocol, username, password, hash } = new URL(value)
  return protocol === 'https:' && username === '' && password === '' && hash === '' ? href : undefined
}
