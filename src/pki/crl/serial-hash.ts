/**
 * Spreads serials over the 32 bits of a signed integer (unsigned ones are slow in Firefox), by their first and last eight
 * bytes: what lies between does not matter where no CA has reason to leave only that to chance. A CA that seeks
 * collisions makes the look-ups in its own CRL slow (milliseconds) and not one of them wrong.
 */
export function serialHash(view: DataView, start: number, end: number): number {
  if (end - start < 8) return hashOf(view, start, end)
  const first = folded(view, start, 0x85ebca6b, 0xc2b2ae35)
  const last = folded(view, end - 8, 0x27d4eb2f, 0x165667b1)
  return mixed(mixed(first, last), end - start)
}

function folded(view: DataView, at: number, a: number, b: number): number {
  return Math.imul(view.getInt32(at, true), a) ^ Math.imul(view.getInt32(at + 4, true), b)
}

/** Of any bytes; all of them count. */
export function hashOf(view: DataView, start: number, end: number): number {
  let [first, second] = [end - start, 0]
  let at = start
  // Two that do not wait for each other, and two words for one product.
  for (; at + 16 <= end; at += 16) {
    first = mixedTwo(first, view.getInt32(at, true), view.getInt32(at + 4, true))
    second = mixedTwo(second, view.getInt32(at + 8, true), view.getInt32(at + 12, true))
  }
  for (; at < end; at++) first = mixed(first, view.getUint8(at))
  // The last word has not reached the upper bits of all that it should.
  return mixed(mixed(first, second), 0)
}

function mixed(hash: number, word: number): number {
  return mixedTwo(hash, word, 0)
}

function mixedTwo(hash: number, word: number, next: number): number {
  const sum = (Math.imul(hash ^ word, 0x9e3779b1) + next) | 0
  return sum ^ (sum >>> 15)
}
