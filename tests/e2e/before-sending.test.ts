import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Scenario } from '../lab/scenario.ts'
import type { Tab } from './firefox/tab.ts'
import { setStage, type Stage } from './stage.ts'

/** Scenario 22: the certificate is revoked between the page and the form. */
describe('a form', () => {
  let stage: Stage
  let site: Scenario
  let tab: Tab

  beforeAll(async () => {
    stage = await setStage()
  })

  beforeEach(() => stage.lab.reset())

  afterAll(() => stage.close())

  // Each test has a site of its own: what was found of another one stands for a while.
  async function open(id: string): Promise<void> {
    site = stage.scenario(id)
    const visit = await stage.session.visit(site.url)
    expect(visit.outcome).toBe('opens')
    ;({ tab } = visit)
    await tab.run(setCookie)
  }

  const sentBy = (method: string) =>
    stage.lab.siteRequests.filter((request) => request.host === site.host && request.method === method)

  it('never reaches a site that was revoked since, neither body nor cookie', async () => {
    await open('01-ocsp.public')
    site.behave('revoked', 'revoked')
    await tab.run(submit, '/login')
    const { outcome } = await stage.session.settle(tab)
    expect(outcome).toBe('interstitial')
    expect(sentBy('POST')).toEqual([])
    // What we ask by ourselves carries nothing.
    for (const { cookie, bodyLength } of sentBy('HEAD')) expect([cookie, bodyLength]).toEqual([undefined, 0])
    await expect.poll(() => tab.run(noticeOf)).toBe('false')
  })

  it('reaches a site that is still good, once its CA has said so anew, and then without delay', async () => {
    const { lab, session } = stage
    await open('01-ocsp-rsa.public')
    const asked = lab.requests.length
    await tab.run(submit, '/login')
    expect((await session.settle(tab)).outcome).toBe('opens')
    expect(sentBy('POST')).toMatchObject([{ bodyLength: 21 }])
    expect(lab.requests.length).toBeGreaterThan(asked)
    const probes = sentBy('HEAD').length
    expect(probes).toBe(1)
    await tab.run(submit, '/again')
    await session.settle(tab)
    await expect.poll(() => sentBy('POST').length).toBe(2)
    expect(sentBy('HEAD')).toHaveLength(probes)
  })

  it('that a script sends is refused in the same way', async () => {
    await open('01-crl-and-ocsp.public')
    site.behave('revoked', 'revoked')
    expect(await tab.run(post)).toBe('refused')
    expect(sentBy('POST')).toEqual([])
  })
})

// The rest is sent to the page as text.

function setCookie(): void {
  document.cookie = 'session=secret; Secure; Path=/'
}

function submit(action: string): void {
  const form = Object.assign(document.createElement('form'), { method: 'POST', action })
  const input = Object.assign(document.createElement('input'), { name: 'password', value: 'hunter2hunte' })
  form.append(input)
  document.body.append(form)
  document.documentElement.toggleAttribute('data-left', true)
  form.submit()
}

function post(): Promise<string> {
  return fetch('/api', { method: 'POST', body: 'secret' }).then(
    () => 'sent',
    () => 'refused',
  )
}

function noticeOf(): string | undefined {
  return document.querySelector<HTMLElement>('.form-notice')?.dataset['sent']
}
