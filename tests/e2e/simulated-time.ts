import type { FirefoxSession } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'

/** Time as the add-on's event page sees it. Firefox itself, TLS and all pages stay in the present. */
export interface SimulatedTime {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Moves on to so long after the start, into an event page that has just woken and knows what is stored, no more. */
  moveTo(hours: number): Promise<void>
  /** Has the renewal alarm go off. */
  ringAlarm(): Promise<void>
}

const HOUR = 3_600_000

export function createSimulatedTime(): SimulatedTime & { attach(session: FirefoxSession): Promise<void> } {
  let shift = 0
  let desk: Tab | undefined
  let session: FirefoxSession | undefined
  return {
    now: () => Date.now() + shift,
    async attach(attached) {
      session = attached
      desk = await attached.addon?.openPage('icons/verified.svg')
    },
    async moveTo(hours) {
      shift = hours * HOUR
      await session?.addon?.suspendBackground()
      await session?.addon?.ask('settings', {})
      await desk?.run(shiftClock, shift)
    },
    ringAlarm: async () => desk?.run(ringAlarm),
  }
}

// The rest is sent to Firefox as text.

declare const browser: {
  readonly alarms: { create(name: string, when: object): Promise<void> }
  readonly runtime: { getBackgroundPage(): Promise<{ readonly Date: DateConstructor }> }
}

// A page of its own has a Date of its own, which stays as it is.
async function shiftClock(ms: number): Promise<void> {
  const background = await browser.runtime.getBackgroundPage()
  background.Date.now = () => Date.now() + ms
}

async function ringAlarm(): Promise<void> {
  await browser.alarms.create('renewal', { when: Date.now(), periodInMinutes: 60 })
}
