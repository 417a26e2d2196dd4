/** What is explained to the site's administrator; each has its text. */
export type Guide =
  | 'try-later'
  | 'must-staple'
  | 'expired-staple'
  | 'wrong-staple'
  | 'spare-visitors'
  | 'new-key'
  | 'ask-authority'
  | 'server-clock'
  | 'whole-chain'
  | 'another-authority'

/** A configuration, ready to copy, with a text of why. */
export type RecipeName =
  | 'apache-errors'
  | 'apache-md'
  | 'apache-proxy'
  | 'nginx'
  | 'nginx-file'
  | 'caddy'
  | 'haproxy'
  | 'haproxy-file'

export interface Recipe {
  readonly server: 'Apache httpd' | 'nginx' | 'Caddy' | 'HAProxy'
  /** The same in every language. */
  readonly lines: readonly string[]
}

export const RECIPES: Readonly<Record<RecipeName, Recipe>> = {
  /*
   * Apache bugs 57121 and 60182, still in 2.4.71. Either directive alone is not enough: with only the first off, mod_ssl goes
   * on to staple the answer that it makes up by itself (ssl_util_stapling.c, stapling_renew_response).
   */
  'apache-errors': {
    server: 'Apache httpd',
    lines: [
      'SSLStaplingReturnResponderErrors off',
      'SSLStaplingFakeTryLater off',
      // An answer is thrown away when that time is over, however long it would still count.
      'SSLStaplingStandardCacheTimeout 86400',
      'SSLStaplingErrorCacheTimeout 60',
      // Every visitor waits that long for each address of a responder that says nothing.
      'SSLStaplingResponderTimeout 3',
    ],
  },
  /** mod_md 2.2 and later, Apache 2.4.42; the answers are on disk, renewed in time, and kept as long as they count. */
  'apache-md': { server: 'Apache httpd', lines: ['MDStapling on', 'MDStapleOthers on'] },
  /** Apache 2.4.19 and later. The address and not `localhost`, which may be ::1, where such a proxy need not listen. */
  'apache-proxy': { server: 'Apache httpd', lines: ['SSLOCSPProxyURL http://127.0.0.1:8888/'] },
  nginx: {
    server: 'nginx',
    lines: [
      'ssl_stapling on;',
      'ssl_stapling_verify on;',
      'ssl_trusted_certificate /etc/ssl/site-chain.pem;',
      'resolver 127.0.0.53 ipv6=off;',
    ],
  },
  'nginx-file': { server: 'nginx', lines: ['ssl_stapling on;', 'ssl_stapling_file /var/lib/ocsp/site.der;'] },
  caddy: { server: 'Caddy', lines: [] },
  /** HAProxy 2.8 and later: a line of the crt-list. */
  haproxy: { server: 'HAProxy', lines: ['/etc/haproxy/site.pem [ocsp-update on]'] },
  'haproxy-file': {
    server: 'HAProxy',
    lines: ['echo "set ssl ocsp-response $(base64 -w0 site.der)" | socat - /run/haproxy/admin.sock'],
  },
}

const BY_GUIDE: Readonly<Record<Guide, readonly RecipeName[]>> = {
  'try-later': ['apache-errors', 'apache-md', 'apache-proxy', 'nginx', 'caddy', 'haproxy'],
  'must-staple': ['apache-md', 'apache-errors', 'nginx-file', 'caddy', 'haproxy'],
  'expired-staple': ['nginx-file', 'nginx', 'haproxy-file', 'haproxy', 'apache-md', 'caddy'],
  'wrong-staple': ['nginx-file', 'haproxy-file', 'apache-md', 'caddy'],
  'spare-visitors': ['apache-errors', 'apache-md', 'nginx', 'caddy', 'haproxy'],
  'new-key': [],
  'ask-authority': [],
  'server-clock': [],
  'whole-chain': [],
  'another-authority': [],
}

/** The likeliest first. */
export function recipesFor(guide: Guide): readonly RecipeName[] {
  return BY_GUIDE[guide]
}
