/** Longer than a day no server may keep us away from what has been revoked. */
export const LONGEST_PAUSE_MS = 86_400_000

/** Milliseconds for which a Kinto server asks to be left alone: Backoff at any time, Retry-After when it refuses. */
export function requestedPause(headers: Headers, now: number): number | undefined {
  const pauses = [headers.get('backoff'), headers.get('retry-after')]
    .map((value) => pauseOf(value, now))
    .filter((pause) => pause > 0)
  return pauses.length === 0 ? undefined : Math.min(Math.max(...pauses), LONGEST_PAUSE_MS)
}

/** RFC 9110 §10.2.3: seconds, or a date. */
function pauseOf(value: string | null, now: number): number {
  if (value === null) return 0
  const pause = /^\d{1,9}$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now
  return Number.isNaN(pause) ? 0 : pause
}
