import { describe, expect, it, onTestFinished } from 'vitest'
import { SETTINGS_HOST } from '../lab/offline/settings-site.ts'
import { contactsSoFar, watchContacts } from './contacts.ts'
import { PRODUCTION } from '../../src/browser/remote-settings/config.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { launchFirefox } from './firefox/session.ts'
import { setStage } from './stage.ts'
import { waitUntil } from './wait-until.ts'

const LOOPBACK = new Set<string | undefined>(['127.0.0.1', '::1', undefined])

/** Whoever else was reached would be bothered, and the tests would depend on him. */
describe('in the laboratory', () => {
  it('offline data come from its own server alone: changes, attachments and chains', async () => {
    const stage = await setStage()
    onTestFinished(() => stage.close())
    const { session, lab } = stage
    await session.addon?.untilOfflineData()
    await watchContacts(session.chrome)
    lab.publishOffline(0, ['19-good.public'])
    lab.settings.requests.length = 0
    await session.addon?.ask('offline.update', {})
    await waitUntil(async () => lab.settings.requests.some((path) => path.startsWith('/attachments/')))
    await waitUntil(async () => (await session.addon?.ask('offline', {}))?.activity.phase === 'idle')
    const contacts = await contactsSoFar(session.chrome)
    const ofAddon = contacts.filter(({ isAddon }) => isAddon)
    expect(new Set(ofAddon.map(({ host }) => host))).toEqual(new Set([SETTINGS_HOST]))
    expect(lab.settings.requests.some((path) => path.startsWith('/chains/'))).toBe(true)
    expect(ofAddon.some(({ answeredBy }) => answeredBy !== undefined)).toBe(true)
    expect(contacts.filter(({ answeredBy }) => !LOOPBACK.has(answeredBy))).toEqual([])
  })

  it('without that server nobody is reached, though the add-on tries, and not even under his own name', async () => {
    const session = await launchFirefox({ roots: {}, names: [], addon: BUILT_ADDON })
    onTestFinished(() => session.close())
    const { chrome, addon } = session
    await watchContacts(chrome)
    await addon?.ask('offline.update', {})
    await expect
      .poll(async () => (await addon?.ask('offline', {}))?.collections.onecrl.failure?.cause)
      .toBe('unreachable')
    const page = await addon?.openPage('icons/verified.svg')
    const { server, attachmentsOrigin, chainOrigin } = PRODUCTION
    expect(await page?.run(whoAnswers, [server, attachmentsOrigin, chainOrigin])).toEqual([])
    const contacts = await contactsSoFar(chrome)
    expect(contacts.map(({ host }) => host)).toContain(new URL(server).host)
    expect(contacts.filter(({ answeredBy }) => answeredBy !== undefined)).toEqual([])
  })
})

// Sent to the page as text.
async function whoAnswers(urls: readonly string[]): Promise<readonly string[]> {
  const answers = await Promise.allSettled(urls.map((url) => fetch(url)))
  return urls.filter((_, n) => answers[n]?.status === 'fulfilled')
}
