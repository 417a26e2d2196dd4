import { buildScenario, type Built, type Surroundings } from './build-scenario.ts'
import { hostUnder, INDEX_HOST, INSIDE_HOST } from './names.ts'
import { leafKeys } from './leaf-keys.ts'
import { labFilters } from './offline/lab-filters.ts'
import { listedByKey, listedBySerial } from './offline/onecrl-records.ts'
import { SETTINGS_HOST, startSettingsSite } from './offline/settings-site.ts'
import { growTree, type Tree } from './pki/authority.ts'
import { generateKey } from './pki/key.ts'
import { DAY, HOUR } from './pki/time.ts'
import { startHttp3Front, type Http3Front } from './real-servers/http3-front.ts'
import type { RemoteSettingsServer } from './remote-settings/remote-settings-server.ts'
import type { CaKind, Lab, Line } from './scenario.ts'
import { playable } from './scenarios/playable.ts'
import { ROWS } from './scenarios/rows.ts'
import type { Row } from './scenarios/variant.ts'
import { crlServer, type CrlBehaviour } from './servers/crl-server.ts'
import { indexSite } from './servers/index-site.ts'
import { listenOnLoopback } from './servers/listen.ts'
import { byPath, plainHttp, type HostHandler } from './servers/plain-http.ts'
import { switchable } from './servers/switchable.ts'
import { tlsSites, type SiteAnswers, type TlsSites } from './servers/tls-sites.ts'

export interface LabOptions {
  /** Of the TLS server; plain HTTP and old-fashioned TLS take the next two. Any free ones where 0 is given or where they are taken. */
  readonly port?: number
  /** What responders and CRL servers take for the time. Certificates are made for the real one. */
  readonly time?: () => number
  readonly rows?: readonly Row[]
  /** Has every site answer over HTTP/3 too, for which Caddy must be installed. */
  readonly http3?: true
  readonly answers?: SiteAnswers
}

/** Makes the PKI and starts every server, on loopback only. Takes about a second. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const { port: wanted = DEFAULT_PORT, time = Date.now, answers } = options
  const rows = playable(options.rows ?? ROWS)
  const line = switchable<Line>('up')
  // Ports come first: every certificate carries URLs with them.
  const plain = plainHttp((host) => host !== INDEX_HOST, line)
  const sites = tlsSites(answers)
  const tls = await listenOnLoopback(sites.create, wanted)
  const http = await listenOnLoopback(plain.create, wanted === 0 ? 0 : wanted + 1)
  const staticRsa = await listenOnLoopback(sites.createStaticRsa, wanted === 0 ? 0 : wanted + 2)

  const now = Date.now()
  const revokedAt = Math.floor((now - 6 * HOUR) / 1000) * 1000
  const ports = { tlsPort: tls.port, httpPort: http.port, staticRsaPort: staticRsa.port }
  const around = { now, time, revokedAt, ...ports }
  const [publicTree, privateTree, settingsKey] = await Promise.all([
    growTree({ kind: 'public', now, rootCrlUrl: rootCrlUrl('public', http.port) }),
    growTree({ kind: 'private', now, rootCrlUrl: rootCrlUrl('private', http.port) }),
    generateKey('p256'),
  ])
  const leafKey = leafKeys()
  const built = await buildAll(rows, [publicTree, privateTree], (tree) => ({ ...around, tree, leafKey }))

  for (const tree of [publicTree, privateTree]) plain.hosts.set(crlHost(tree.kind), rootCrl(tree, around))
  for (const { site, hosts } of built) {
    sites.add(site)
    for (const [host, handler] of hosts) plain.hosts.set(host, handler)
  }

  const http3 = options.http3 && (await answerOverHttp3(built, sites))
  const settings = await startSettingsSite(privateTree.authorities.ecdsa, settingsKey, now)
  const publishOffline: Lab['publishOffline'] = (ageMs, revokedNow = []) => {
    const known = built.map((one) => ({ ...one, isRevokedNow: revokedNow.includes(one.scenario.id) }))
    publish(settings, [publicTree, privateTree], known, now - ageMs)
  }
  publishOffline(0)

  const scenarios = built.map(({ scenario }) => scenario)
  const reset = () => {
    for (const one of built) one.reset()
    line.reset()
    settings.behaviour.reset()
    settings.requests.length = 0
    plain.requests.length = 0
    sites.requests.length = 0
    sites.undisguise()
  }
  const index = indexSite({ rows, scenarios, reset })
  plain.hosts.set(INDEX_HOST, index)
  plain.fallback = byPath(plain.hosts, index)

  return {
    indexUrl: `http://${INDEX_HOST}:${http.port}/`,
    names: [SETTINGS_HOST, INSIDE_HOST, ...plain.hosts.keys(), ...scenarios.map(({ host }) => host)].filter(
      (name) => name.endsWith('.test'),
    ),
    roots: { public: publicTree.root.pem, private: privateTree.root.pem },
    scenarios,
    http3Port: http3?.port,
    line,
    reset,
    requests: plain.requests,
    siteRequests: sites.requests,
    disguise: (host, as) => sites.disguise(host, as),
    revokedAt,
    settings,
    publishOffline,
    close: async () => {
      await http3?.close()
      const servers = [tls, http, staticRsa, settings].map((server) => server.close())
      await Promise.all([...servers, ...built.map((one) => one.close())])
    },
  }
}

function answerOverHttp3(built: readonly Built[], sites: TlsSites): Promise<Http3Front> {
  const certificates = built.map(({ site: { host, chainPem, keyPem } }) => {
    const hosts = built.filter((one) => one.shownOverHttp3 === host).map(({ site }) => site.host)
    return { hosts, chainPem, keyPem }
  })
  const shown = certificates.filter(({ hosts }) => hosts.length > 0)
  return startHttp3Front(shown, sites.createBehindHttp3)
}

/** What the offline data knows of the sites, as it was at that time. */
function publish(
  settings: RemoteSettingsServer,
  trees: readonly Tree[],
  built: readonly (Built & { readonly isRevokedNow: boolean })[],
  time: number,
): void {
  const subjects = built.flatMap(({ leaf, issuer, plan, isRevokedNow }) => {
    const standing = isRevokedNow ? 'revoked-now' : (plan.crlite ?? 'good')
    return plan.sct === undefined ? [] : [{ leaf, issuer, standing } as const]
  })
  const enrolled = trees.flatMap(({ authorities }) => [authorities.ecdsa.ca, authorities.rsa.ca])
  settings.publishFilters(labFilters(subjects, enrolled, time))
  const builtIn = trees.filter(({ kind }) => kind === 'public')
  settings.publish('onecrl', [
    // CAs under built-in roots disclose the intermediates that they revoke, and Mozilla lists them.
    ...builtIn.map(({ authorities }) => listedBySerial(authorities.revoked.ca)),
    ...trees.map(({ authorities }) => listedBySerial(authorities.listed.ca)),
    ...trees.map(({ authorities }) => listedByKey(authorities['key-listed'].ca)),
    ...built.flatMap(({ leaf, plan }) => (plan.inOneCrl === true ? [listedBySerial(leaf)] : [])),
  ])
}

const DEFAULT_PORT = 8443

function buildAll(
  rows: readonly Row[],
  trees: readonly Tree[],
  around: (tree: Tree) => Surroundings,
): Promise<Built[]> {
  return Promise.all(
    rows.flatMap(({ row, variants }) =>
      variants.flatMap((variant) =>
        trees
          .filter(({ kind }) => variant.kinds?.includes(kind) ?? true)
          .map((tree) => buildScenario(row, variant, around(tree))),
      ),
    ),
  )
}

function crlHost(kind: CaKind): string {
  return hostUnder(kind, 'crl')
}

function rootCrlUrl(kind: CaKind, port: number): string {
  return `http://${crlHost(kind)}:${port}/root.crl`
}

/** The root's list, with the one intermediate on it that is revoked. */
function rootCrl(
  tree: Tree,
  { revokedAt, httpPort, time }: Pick<Surroundings, 'revokedAt' | 'httpPort' | 'time'>,
): HostHandler {
  const { root, authorities } = tree
  return crlServer({
    host: crlHost(tree.kind),
    port: httpPort,
    behaviour: switchable<CrlBehaviour>('revoked'),
    subject: authorities.revoked.ca,
    issuer: root,
    otherCa: authorities.stranger.ca,
    revokedAt,
    time,
    // CRLs over CA certificates may live for a year (CA/B Forum BRs §4.9.7).
    life: 90 * DAY,
  })
}
