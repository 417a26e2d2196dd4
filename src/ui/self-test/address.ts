/** The place over https: that was typed, as `example.org` or as a whole address; undefined where it is none. */
export function addressOf(typed: string): string | undefined {
  const text = typed.trim()
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  if (text === '' || !URL.canParse(address)) return undefined
  const { protocol, username, password, host, origin } = new URL(address)
  if (protocol !== 'https:' || username !== '' || password !== '' || host === '') return undefined
  return `${origin}/`
}
