import type { ChainStore } from '../check/chain-store.ts'
import type { Checker } from '../check/checker.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import type { Pages } from './pages.ts'

interface RecheckParts {
  readonly pages: Pages
  readonly checker: Checker
  readonly chains: ChainStore
  readonly settings: SettingsStore
}

/** *Check again*: asks every source anew about the certificates of the page that a tab shows, without loading it again. */
export function createRecheck({ pages, checker, chains, settings }: RecheckParts) {
  return async (tabId: number): Promise<void> => {
    const record = await pages.find(tabId)
    if (record?.kind !== 'seen' || record.fingerprint === undefined) return
    const party = { fingerprint: record.fingerprint, isPrivate: record.isPrivate }
    const chain = await chains.find(party.fingerprint)
    if (chain === undefined) return
    await checker.forget(party)
    const report = await checker.start(chain, party, await settings.load(), true).result
    await pages.update(tabId, record.requestId, { report, verdict: report.verdict })
  }
}
