/* oxlint-disable unicorn/consistent-function-scoping -- each trick is sent to the page as text, and stands alone */

/** Whom the attacker is after. He is told more than he could find out. */
export interface Target {
  /** A page that is held back. */
  readonly page: string
  /** The address of the interstitial that stands for it in another tab, with its id. */
  readonly interstitial: string
  /** A page of the attacker's own. */
  readonly landing: string
  /** How long he waits between two attempts, where there are many, ms. */
  readonly every?: number
  /** How many there are, where he gives up at some time. */
  readonly attempts?: number
}

/** What an attempt got, in words: `refused`, `nothing`, or what it should not have got. */
export type Loot = Readonly<Record<string, string>>

type Trick = (target: Target) => Promise<Loot> | Loot

/*
 * Each is sent to the page as text, and sees nothing but its target.
 */

/** Shows it inside of a page, to cover it and to steer the user's clicks. */
async function frame({ page, interstitial }: Target): Promise<Loot> {
  for (const url of [page, interstitial]) {
    for (const tag of ['iframe', 'object', 'embed', 'fencedframe']) {
      const element = document.createElement(tag)
      element.setAttribute(tag === 'object' ? 'data' : 'src', url)
      document.body.append(element)
    }
    const byItself = document.createElement('iframe')
    byItself.srcdoc = `<script>location.href = ${JSON.stringify(url)}</script>`
    document.body.append(byItself)
  }
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  return { frames: String(window.length) }
}

/** Keeps a hand on the window in which it stands. */
async function opener({ page, landing }: Target): Promise<Loot> {
  const opened = window.open(page, 'held')
  if (opened === null) return { window: 'refused' }
  await new Promise((resolve) => setTimeout(resolve, 3_000))
  const attempt = (read: () => unknown) => {
    try {
      return String(read())
    } catch {
      return 'refused'
    }
  }
  const loot = {
    closed: attempt(() => opened.closed),
    address: attempt(() => opened.location.href),
    document: attempt(() => opened.document.title),
    length: attempt(() => opened.length),
    history: attempt(() => opened.history.length),
    message: attempt(() => opened.postMessage({ type: 'hold.continue', duration: 'certificate' }, '*')),
    focus: attempt(() => opened.focus()),
  }
  attempt(() => (opened.location.href = landing))
  attempt(() => opened.close())
  return loot
}

/** Writes into the window, and leads it elsewhere and back, before anything of ours can stand in it. */
async function race({ page, landing }: Target): Promise<Loot> {
  const opened = window.open(page, 'raced')
  if (opened === null) return { window: 'refused' }
  const end = performance.now() + 2_500
  let steps = 0
  while (performance.now() < end) {
    steps += 1
    try {
      opened.document.body.textContent = 'All is well.'
    } catch {
      // It is somebody else's.
    }
    if (steps % 10 === 0) opened.location.href = steps % 20 === 0 ? landing : page
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  opened.location.href = page
  return { closed: String(opened.closed) }
}

/** Speaks as if it were one of our own pages, and loads what is ours. */
async function messages({ interstitial }: Target): Promise<Loot> {
  const id = new URL(interstitial).searchParams.get('id')
  const message = { type: 'hold.continue', id, duration: 'certificate' }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
  new BroadcastChannel('hardfail').postMessage(message)
  window.postMessage(message, '*')
  document.dispatchEvent(new CustomEvent('hold.continue', { detail: message }))
  const load = (tag: 'img' | 'script', src: string) =>
    new Promise<string>((resolve) => {
      const element = document.createElement(tag)
      element.addEventListener('load', () => resolve('loaded'))
      element.addEventListener('error', () => resolve('refused'))
      element.src = src
      document.body.append(element)
    })
  return {
    runtime: ['browser', 'chrome'].some((name) => name in globalThis) ? 'there' : 'nothing',
    fetched: await fetch(interstitial).then(
      () => 'read',
      () => 'refused',
    ),
    script: await load('script', interstitial),
    image: await load('img', new URL('/icons/hardfail.svg', interstitial).href),
  }
}

/** Goes there again and again, by every way there is. */
function storm({ page, every = 20, attempts = Infinity }: Target): Loot {
  let steps = 0
  const timer = setInterval(() => {
    steps += 1
    if (steps === attempts) clearInterval(timer)
    if (steps < 50) history.pushState({ steps }, '', `?${steps}`)
    if (steps % 2 === 0) location.replace(page)
    else location.assign(page)
  }, every)
  return {}
}

/** Leads back to where one has just come from, whenever one comes. */
function trap({ page }: Target): Loot {
  const lead = () => setTimeout(() => location.assign(page), 50)
  // Until it has loaded, the page would give its place in the history to the next.
  if (document.readyState === 'complete') lead()
  else addEventListener('load', lead)
  return {}
}

/** Takes the whole screen and the pointer at the next click, and leaves for the page with both. */
function seize({ page }: Target): Loot {
  document.querySelector('#game')?.addEventListener('click', () => {
    const screen = document.documentElement
    const leave = () => setTimeout(() => location.assign(page), 1_000)
    void screen.requestFullscreen().then(() => Promise.resolve(screen.requestPointerLock()).finally(leave))
  })
  return {}
}

export const TRICKS = { frame, opener, race, messages, storm, trap, seize } satisfies Record<string, Trick>

export type TrickName = keyof typeof TRICKS
