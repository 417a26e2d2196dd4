/** A key that was held down before this page stood there, as in a game, says nothing that is meant for it. */
export function ignoreHeldKey(event: KeyboardEvent): void {
  if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault()
}
