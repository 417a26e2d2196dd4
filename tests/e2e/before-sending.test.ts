import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Scenario, SiteRequest } from '../lab/scenario.ts'
import { hostUnder } from '../lab/names.ts'
import { verified } from '../lab/scenarios/expect.ts'
import type { Row, Variant } from '../lab/scenarios/variant.ts'
import { chooseSettings } from './choose-settings.ts'
import type { XULBrowser } from './firefox/chrome-window.ts'
import type { Tab } from './firefox/tab.ts'
import { setStage, type Stage } from './stage.ts'

/** Ways to send something, from the page of the site that gets it. */
const WAYS = ['form', 'upload', 'frame', 'tab', 'fetch', 'put', 'keepalive', 'xhr', 'beacon'] as const
type Way = (typeof WAYS)[number]

/** The machine may be busy. */
const PATIENCE = { timeout: 10_000 }

/** Each has a site of its own: what was found of another one stands for a while. */
const site = (slug: string, more: Partial<Variant> = {}): Variant => ({
  slug: `22-${slug}`,
  title: slug,
  why: 'The certificate is revoked between the page and the form.',
  kinds: ['public'],
  leaf: { responders: ['ocsp'] },
  arrange: {},
  expect: verified('ocsp'),
  ...more,
})

const ROW_22: Row = {
  row: 22,
  title: 'A log-in form posts to a host that turns revoked between page and post',
  variants: [
    ...WAYS.map((way) => site(way)),
    ...['good', 'private', 'socket', 'elsewhere', 'two-faced', 'honest'].map((slug) => site(slug)),
    site('stolen', { leaf: { responders: ['ocsp'], misnamed: hostUnder('public', '22-two-faced') } }),
  ],
}

describe('what is sent to a site', () => {
  let stage: Stage

  beforeAll(async () => {
    stage = await setStage({}, { rows: [ROW_22] })
  })

  beforeEach(() => stage.lab.reset())

  afterAll(() => stage.close())

  async function open(slug: string, beside?: Tab): Promise<{ site: Scenario; tab: Tab }> {
    const site = stage.scenario(`22-${slug}.public`)
    const { outcome, tab } = await stage.session.visit(site.url, beside && { tab: beside })
    expect(outcome).toBe('opens')
    await tab.run(setCookie)
    return { site, tab }
  }

  /** What has arrived there, but for the probe that carries nothing. */
  const arrivedAt = ({ host }: Scenario): readonly SiteRequest[] =>
    stage.lab.siteRequests.filter(
      (request) => request.host === host && request.method !== 'HEAD' && request.path !== '/favicon.ico',
    )
  const probesAt = ({ host }: Scenario): readonly SiteRequest[] =>
    stage.lab.siteRequests.filter((request) => request.host === host && request.method === 'HEAD')

  /** Nothing has come but the page itself, and whatever asked without it brought nothing. */
  async function expectNothingSent(site: Scenario, before: number): Promise<void> {
    await expect.poll(() => incidentsAt(site), PATIENCE).toContain('revoked')
    expect(arrivedAt(site).slice(before)).toEqual([])
    expect(probesAt(site)).toHaveLength(1)
    for (const { cookie, bodyLength } of probesAt(site)) expect([cookie, bodyLength]).toEqual([undefined, 0])
  }

  async function incidentsAt({ url }: Scenario): Promise<readonly string[]> {
    const incidents = (await stage.session.addon?.ask('incidents', {})) ?? []
    return incidents.filter(({ host }) => host === new URL(url).host).map(({ verdict }) => verdict)
  }

  it.each(WAYS)('never reaches one that was revoked since, neither body nor cookie (%s)', async (way) => {
    const { site, tab } = await open(way)
    site.behave('revoked', 'revoked')
    const before = arrivedAt(site).length
    await tab.run(send, way)
    await expectNothingSent(site, before)
    if (way !== 'form') return
    expect((await stage.session.settle(tab)).outcome).toBe('interstitial')
    await expect.poll(() => tab.run(noticeOf), PATIENCE).toBe('false')
  })

  it('never reaches it from a private window either, of which no incident tells', async () => {
    const { site, tab } = await open('private', await stage.session.openPrivateWindow())
    site.behave('revoked', 'revoked')
    const before = arrivedAt(site).length
    expect(await tab.run(post, site.url)).toBe('refused')
    expect(arrivedAt(site).slice(before)).toEqual([])
    expect(await incidentsAt(site)).toEqual([])
    await stage.session.chrome.runAt(tab, closeWindow)
  })

  it('never reaches it from the page of another site', async () => {
    const { tab } = await open('honest')
    const site = stage.scenario('22-elsewhere.public')
    site.behave('revoked', 'revoked')
    expect(await tab.run(post, site.url)).toBe('refused')
    await expectNothingSent(site, 0)
  })

  it('in lockdown is not even a web socket', async () => {
    const { session } = stage
    const { site, tab } = await open('socket')
    site.behave('revoked', 'revoked')
    const before = arrivedAt(site).length
    const { level } = await chooseSettings(session, { level: 'lockdown' })
    const outcome = await tab.run(openSocket)
    await chooseSettings(session, { level })
    expect(outcome).toBe('refused')
    await expectNothingSent(site, before)
  })

  it('reaches one that is still good, once its CA has said so anew, and then without delay', async () => {
    const { lab, session } = stage
    const { site, tab } = await open('good')
    const asked = lab.requests.length
    await tab.run(send, 'form')
    expect((await session.settle(tab)).outcome).toBe('opens')
    const posts = () => arrivedAt(site).filter(({ method }) => method === 'POST')
    expect(posts()).toMatchObject([{ bodyLength: 21, cookie: 'session=secret' }])
    expect(lab.requests.length).toBeGreaterThan(asked)
    expect(probesAt(site)).toHaveLength(1)
    await tab.run(send, 'form')
    await session.settle(tab)
    expect(await tab.run(post, site.url)).toBe('sent')
    await expect.poll(() => posts().length, PATIENCE).toBe(3)
    expect(probesAt(site)).toHaveLength(1)
  })

  it('reaches whoever shows another certificate to the second connection, who is found out by the answer', async () => {
    const { lab, session } = stage
    const { tab } = await open('honest')
    const site = stage.scenario('22-two-faced.public')
    const stolen = stage.scenario('22-stolen.public')
    stolen.behave('revoked', 'revoked')
    lab.disguise(site.host, stolen.host)
    await tab.run(sendTo, site.url)
    expect((await session.settle(tab)).outcome).toBe('interstitial')
    expect(probesAt(site)).toHaveLength(1)
    const marks = await tab.run(() => Object.assign({}, document.querySelector('main')?.dataset))
    expect(marks['verdict']).toBe('revoked')
    // It says so: what was sent has been sent.
    expect(await tab.run(noticeOf)).toBe('true')
  })
})

// The rest is sent to Firefox and to the page as text.

function closeWindow(page: XULBrowser): void {
  page.ownerDocument.defaultView.close()
}

function setCookie(): void {
  document.cookie = 'session=secret; Secure; Path=/; SameSite=None'
}

function send(way: Way): void {
  const body = 'password=hunter2hunte'
  const form = Object.assign(document.createElement('form'), { method: 'POST', action: `/${way}` })
  const input = Object.assign(document.createElement('input'), { name: 'password', value: 'hunter2hunte' })
  form.append(input)
  document.body.append(form)
  switch (way) {
    case 'form':
      document.documentElement.toggleAttribute('data-left', true)
      form.submit()
      break
    case 'upload': {
      const file = Object.assign(document.createElement('input'), { type: 'file', name: 'file' })
      const files = new DataTransfer()
      files.items.add(new File(['secret'.repeat(100_000)], 'secret.txt'))
      file.files = files.files
      form.append(file)
      form.enctype = 'multipart/form-data'
      form.submit()
      break
    }
    case 'frame':
      document.body.append(Object.assign(document.createElement('iframe'), { name: 'inside' }))
      form.target = 'inside'
      form.submit()
      break
    case 'tab':
      form.target = '_blank'
      form.submit()
      break
    case 'fetch':
      fetch('/api', { method: 'POST', body }).catch(() => {})
      break
    case 'put':
      fetch('/api', { method: 'PUT', body }).catch(() => {})
      break
    case 'keepalive':
      fetch('/api', { method: 'POST', body, keepalive: true }).catch(() => {})
      break
    case 'xhr': {
      const request = new XMLHttpRequest()
      request.open('POST', '/api')
      request.send(body)
      break
    }
    case 'beacon':
      navigator.sendBeacon('/api', body)
      break
  }
}

function sendTo(action: string): void {
  const form = Object.assign(document.createElement('form'), { method: 'POST', action })
  document.body.append(form)
  document.documentElement.toggleAttribute('data-left', true)
  form.submit()
}

function post(url: string): Promise<string> {
  const options = { method: 'POST', mode: 'no-cors', credentials: 'include', body: 'secret' } as const
  return fetch(url, options).then(
    () => 'sent',
    () => 'refused',
  )
}

function openSocket(): Promise<string> {
  const socket = new WebSocket(`wss://${location.host}/socket`)
  return new Promise((resolve) => {
    socket.addEventListener('open', () => resolve('open'))
    socket.addEventListener('error', () => resolve('refused'))
  })
}

function noticeOf(): string | undefined {
  return document.querySelector<HTMLElement>('.form-notice')?.dataset['sent']
}
