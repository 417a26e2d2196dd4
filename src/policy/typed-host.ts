/** Whether what the user typed is the name of the host. The port belongs to it, but nobody has to type it. */
export function isTypedHost(typed: string, host: string): boolean {
  const name = typed.trim().toLowerCase()
  return name === host || name === host.replace(/:\d+$/, '')
}
