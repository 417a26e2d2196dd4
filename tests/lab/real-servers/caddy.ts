/** A certificate, and the hosts that show it. */
export interface ShownCertificate {
  readonly hosts: readonly string[]
  /** Paths of PEM files; the chain has the leaf first. */
  readonly chain: string
  readonly key: string
}

export interface CaddyPorts {
  /** Where it listens: UDP, and TCP with it, which nobody is told of. */
  readonly port: number
  /** Whom it hands every request on to, over plain HTTP on this machine. */
  readonly behind: number
}

/**
 * All hosts on one port, told apart by SNI, for nobody but this machine. What came over anything but HTTP/3 is handed on to
 * nobody. (Of a certificate that was loaded twice, it would forget one.)
 */
export function caddyConfiguration(
  certificates: readonly ShownCertificate[],
  { port, behind }: CaddyPorts,
): string {
  const blocks = certificates.map(
    ({ hosts, chain, key }) => `${hosts.map((host) => `https://${host}:${port}`).join(', ')} {
  tls ${chain} ${key}
  import front
}`,
  )
  return `{
  admin off
  auto_https off
  # Before it starts it would fetch what it staples, from names that are known to Firefox alone.
  ocsp_stapling off
}
(front) {
  bind 127.0.0.1
  @http3 protocol http/3
  reverse_proxy @http3 127.0.0.1:${behind}
}
${blocks.join('\n')}
`
}
