import { setTimeout as sleep } from 'node:timers/promises'
import { issueLeaf } from './issue-leaf.ts'
import { hostUnder } from './names.ts'
import type { Issued } from './pki/certificate.ts'
import { issueCheckedDelegate, type Authority, type Tree } from './pki/authority.ts'
import { fillerOf } from './pki/crl.ts'
import type { LeafKeys } from './leaf-keys.ts'
import { privateKeyPem } from './pki/key.ts'
import { DAY } from './pki/time.ts'
import { freePort, realSite } from './real-servers/real-site.ts'
import type { CaKind, Scenario } from './scenario.ts'
import type { CrlLabel, LeafPlan, Outcomes, ResponderLabel, Variant } from './scenarios/variant.ts'
import { crlServer, type CrlBehaviour } from './servers/crl-server.ts'
import { answerOcsp, type OcspAnswer } from './servers/ocsp-answer.ts'
import type { HostHandler } from './servers/plain-http.ts'
import { responder, type ResponderBehaviour } from './servers/responder.ts'
import { sitePage } from './servers/site-page.ts'
import { switchable } from './servers/switchable.ts'
import type { Site } from './servers/tls-sites.ts'

export interface Surroundings {
  readonly tree: Tree
  readonly now: number
  /** What responders and CRL servers take for the time. */
  readonly time: () => number
  readonly revokedAt: number
  readonly httpPort: number
  readonly tlsPort: number
  readonly staticRsaPort: number
  readonly leafKey: LeafKeys
}

/** A scenario and all that stands behind its names. */
export interface Built {
  readonly scenario: Scenario
  readonly site: Site
  readonly hosts: ReadonlyMap<string, HostHandler>
  /** What CRLite and OneCRL are to know of. */
  readonly leaf: Issued
  readonly plan: LeafPlan
  readonly issuer: Issued
  /** Host of the site whose certificate it shows over HTTP/3: mostly its own. */
  readonly shownOverHttp3: string
  reset(): void
  /** Ends the real server behind it, if there is one. */
  close(): Promise<void> | undefined
}

export async function buildScenario(row: number, variant: Variant, around: Surroundings): Promise<Built> {
  const { tree, now, time, revokedAt, httpPort: port } = around
  const { leaf: plan, arrange } = variant
  const host = hostUnder(tree.kind, variant.slug)
  const id = `${variant.slug}.${tree.kind}`
  const key = await around.leafKey(variant)
  const tlsPort = await portOf(variant, around)

  const responders = (plan.responders ?? []).map((label) => responderPlace(label, variant, around))
  const crls = (plan.crls ?? []).map((label) => crlPlace(label, variant, around))
  const delegateCrls = (plan.delegateCrls ?? []).map((label) => crlPlace(label, variant, around))
  const authority = await authorityFor(
    tree.authorities[plan.authority ?? 'ecdsa'],
    delegateCrls.map(({ url }) => url),
    now,
  )
  const staple = { behaviour: switchable<OcspAnswer | undefined>(undefined), arranged: arrange.staple }

  const leaf = await issueLeaf({
    host,
    plan,
    authority,
    key,
    now,
    responderUrls: [...(plan.strangeResponders?.(port) ?? []), ...responders.map(({ url }) => url)],
    crlUrls: crls.map(({ url }) => url),
  })
  const subject = { leaf, authority, otherCa: otherCa(authority, tree), revokedAt }

  const filler = plan.others === undefined ? {} : { filler: fillerOf(plan.others, revokedAt) }
  const listServer = (place: ReturnType<typeof crlPlace>, listed: Issued) => {
    // Public CAs cut their lists in parts and say so; company CAs mostly do neither.
    const part = tree.kind === 'public' ? { partOf: place.url } : {}
    const list = { subject: listed, issuer: authority.ca, otherCa: subject.otherCa, revokedAt, ...part }
    return crlServer({ ...place, ...list, ...filler, port, time, life: 7 * DAY })
  }

  const hosts = new Map<string, HostHandler>([
    ...responders.map((place) => [place.host, responder({ ...place, port, subject, time })] as const),
    ...crls.map((place) => [place.host, listServer(place, leaf)] as const),
    ...delegateCrls.map((place) => [place.host, listServer(place, authority.delegate)] as const),
  ])

  const lists = [...crls, ...delegateCrls]
  const page = { host, id, title: variant.title }
  const chainPem = leaf.pem + authority.ca.pem
  const keyPem = await privateKeyPem(key)
  const real =
    variant.server &&
    realSite({
      plan: variant.server,
      host,
      port: tlsPort,
      chainPem,
      keyPem,
      page: sitePage(page),
      // Its name is known to Firefox alone.
      responderUrl: responders.map((place) => addressOf(place, port))[0] ?? '',
      proxyUrl: `http://127.0.0.1:${port}`,
      answer: (answer) => answerOcsp(answer, { ...subject, hash: 'SHA-1', now: time() }),
    })

  return {
    hosts,
    leaf,
    plan,
    issuer: authority.ca,
    shownOverHttp3: hostUnder(tree.kind, variant.overHttp3 ?? variant.slug),
    site: {
      ...page,
      chainPem,
      leafDer: leaf.der,
      keyPem,
      staple: async () => {
        const answer = staple.behaviour.current
        return answer && answerOcsp(answer, { ...subject, hash: 'SHA-1', now: time() })
      },
    },
    scenario: {
      id,
      row,
      kind: tree.kind,
      title: variant.title,
      why: variant.why,
      url: `https://${host}:${tlsPort}/`,
      host,
      ...outcomesOf(variant, tree.kind),
      ...(variant.prime && { prime: true }),
      // Under a root that is not built in, Firefox itself asks the responder.
      ...(variant.alone && {
        untouched: (tree.kind === 'public' ? [...responders, ...crls] : crls).map((place) => place.host),
      }),
      ...(variant.override && { override: true, untouched: [...hosts.keys(), hostUnder(tree.kind, 'crl')] }),
      behave(responderBehaviour, crlBehaviour) {
        for (const { behaviour } of responders) behaviour.set(responderBehaviour)
        for (const { behaviour } of lists) behaviour.set(crlBehaviour)
      },
      ...(real && { reconfigure: (lines: string) => real.start(lines) }),
      async arrange() {
        const { outlivedMs } = variant
        if (outlivedMs !== undefined) {
          await real?.start()
          await real?.visit()
          await sleep(outlivedMs)
        }
        for (const place of responders) place.behaviour.set(place.arranged)
        for (const place of lists) place.behaviour.set(place.arranged)
        staple.behaviour.set(staple.arranged)
        if (outlivedMs === undefined) await real?.start()
      },
    },
    reset() {
      for (const { behaviour } of [...responders, ...lists, staple]) behaviour.reset()
    },
    close: () => real?.stop(),
  }
}

function outcomesOf({ expect }: Variant, kind: CaKind): Outcomes {
  return 'withAddon' in expect ? expect : expect[kind]
}

/** With a delegate of its own where that is to be checked itself. */
async function authorityFor(
  authority: Authority,
  crlUrls: readonly string[],
  now: number,
): Promise<Authority> {
  if (crlUrls.length === 0) return authority
  return { ...authority, delegate: await issueCheckedDelegate(authority, { crlUrls, now }) }
}

function otherCa({ ca }: Authority, { authorities }: Tree) {
  return (ca === authorities.rsa.ca ? authorities.ecdsa : authorities.rsa).ca
}

/** Real servers are on ports of their own. */
async function portOf({ server, handshake }: Variant, around: Surroundings): Promise<number> {
  if (server !== undefined) return freePort()
  return handshake === 'static-rsa' ? around.staticRsaPort : around.tlsPort
}

// Some CAs put their responder under a path, others at the root; requests by GET are appended to either.
function responderPlace(label: ResponderLabel, { slug, arrange }: Variant, { tree, httpPort }: Surroundings) {
  const prefix = tree.kind === 'public' ? '' : '/ocsp'
  const host =
    label === 'ocsp-onion' ? `ocsp-${slug}-${tree.kind}.onion` : hostUnder(tree.kind, `${label}-${slug}`)
  return {
    host,
    prefix,
    url: `http://${host}:${httpPort}${prefix}`,
    behaviour: switchable<ResponderBehaviour>('good'),
    arranged: arrange.responders?.[label] ?? 'good',
  }
}

function addressOf({ host, prefix }: ReturnType<typeof responderPlace>, port: number): string {
  return `http://127.0.0.1:${port}/at/${host}${prefix}/`
}

function crlPlace(label: CrlLabel, { slug, arrange }: Variant, { tree, httpPort }: Surroundings) {
  const host = hostUnder(tree.kind, `${label}-${slug}`)
  return {
    host,
    url: `http://${host}:${httpPort}/part.crl`,
    behaviour: switchable<CrlBehaviour>('good'),
    arranged: arrange.crls?.[label] ?? 'good',
  }
}
