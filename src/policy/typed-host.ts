/**
 * Whether what the user typed is the name of the host. The port belongs to it, but nobody has to type it. A host is ASCII by
 * the time it gets here (URL Standard, host parsing): what only looks like it, or folds to it, was not read off the screen.
 */
export function isTypedHost(typed: string, host: string): boolean {
  const name = typed.trim()
  if (!/^[!-~]+$/.test(name)) return false
  return [host, host.replace(/:\d+$/, '')].includes(name.toLowerCase())
}
