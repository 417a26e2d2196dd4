/**
 * Spreads serials, and whatever else, over 32 bits. A CA that seeks collisions makes the look-ups in its own CRL slow
 * (milliseconds) and not one of them wrong.
 */
export function hashOf(view: DataView, start: number, end: number): number {
  let hash = end - start
  let at = start
  for (; at + 4 <= end; at += 4) hash = mixed(hash, view.getUint32(at, true))
  for (; at < end; at++) hash = mixed(hash, view.getUint8(at))
  // The last word has not reached the upper bits of all that it should.
  return mixed(hash, 0) >>> 0
}

function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1)
  return product ^ (product >>> 15)
}
