/** Keeps the event page from being suspended while something is held on to. */
export interface Awake {
  /** Returns how to let go again. */
  hold(): () => void
}

// Below the shortest idle timeout that is of any use; 30 s is the default of extensions.background.idle.timeout.
const PING_MS = 300

/**
 * Firefox suspends an event page 30 s after its last event, even while a blocking listener's promise is pending, and
 * then lets the request go. Every call of an API that the parent process implements resets that timer
 * (ExtensionParent: "background-script-reset-idle", reason "parentapicall"); `ping` is the cheapest of them.
 */
export function createAwake(ping: () => Promise<unknown>): Awake {
  let holders = 0
  let timer: ReturnType<typeof setInterval> | undefined

  function tick(): void {
    if (holders > 0) return void ping().catch(() => undefined)
    clearInterval(timer)
    timer = undefined
  }

  return {
    hold() {
      holders++
      // It goes on for a moment when nobody holds on any more: hundreds of requests do for a moment each, one after another.
      timer ??= setInterval(tick, PING_MS)
      let isHeld = true
      return () => {
        if (isHeld) holders--
        isHeld = false
      }
    },
  }
}
