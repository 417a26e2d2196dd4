import type { Chrome } from './chrome.ts'
import type { ChromeWindow } from './chrome-window.ts'
import type { Prefs } from './prefs.ts'

/**
 * Has Firefox know from the start what it else learns from a site's Alt-Svc header (RFC 7838): that these sites answer over
 * HTTP/3, and at which port. Others may still offer it to it.
 */
export function knownToAnswer(sites: readonly { readonly host: string }[], port: number | undefined): Prefs {
  return {
    'network.http.http3.alt-svc-mapping-for-testing': sites
      .map(({ host }) => `${host};h3=:${port}`)
      .join(','),
    // By default it speaks none where roots were added, as those of the laboratory are.
    'network.http.http3.disable_when_third_party_roots_found': false,
    // By default it goes over TCP if there is no connection within 100 ms, which a busy machine may take.
    'network.http.http3.backup_timer_delay': 60_000,
  }
}

/** Whatever is asked for next is asked for over a new connection. */
export function closeConnections(chrome: Chrome): Promise<void> {
  return chrome.run(({ Services }: ChromeWindow) =>
    Services.obs.notifyObservers(null, 'net:prune-all-connections'),
  )
}
