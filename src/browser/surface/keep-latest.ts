/** At most so many: the one that was put there first goes first. */
export function keepLatest<K, V>(map: Map<K, V>, key: K, value: V, limit: number): void {
  map.delete(key)
  map.set(key, value)
  const oldest = map.keys().next()
  if (map.size > limit && oldest.done !== true) map.delete(oldest.value)
}
