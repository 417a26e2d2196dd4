/**
 * Spreads serials over the 32 bits of a signed integer (unsigned ones are slow in Firefox), by their first and last eight
 * bytes: what lies between does not matter where no CA has reason to leave only that to chance. A CA that seeks
 * collisions makes the look-ups in its own CRL slow (milliseconds) and not one of them wrong.
 */
export function serialHash(view: DataView, start: number, end: number): number {
  if (end - start < 8) return hashOf(view, start, end)
  const first = Math.imul(view.getInt32(start), 0x85ebca6b) ^ Math.imul(view.getInt32(start + 4), 0xc2b2ae35)
  const last = Math.imul(view.getInt32(end - 8), 0x27d4eb2f) ^ Math.imul(view.getInt32(end - 4), 0x165667b1)
  return mixed(mixed(first, last), end - start)
}

/** Of any bytes; all of them count. */
export function hashOf(view: DataView, start: number, end: number): number {
  let hash = end - start
  let at = start
  for (; at + 4 <= end; at += 4) hash = mixed(hash, view.getInt32(at, true))
  for (; at < end; at++) hash = mixed(hash, view.getUint8(at))
  // The last word has not reached the upper bits of all that it should.
  return mixed(hash, 0)
}

function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1)
  return product ^ (product >>> 15)
}
