import { issueLeaf } from './issue-leaf.ts'
import { hostUnder } from './names.ts'
import type { Authority, Tree } from './pki/authority.ts'
import { privateKeyPem, type Key, type KeyKind } from './pki/key.ts'
import { DAY } from './pki/time.ts'
import type { CaKind, Scenario } from './scenario.ts'
import type { CrlLabel, Outcomes, ResponderLabel, Variant } from './scenarios/variant.ts'
import { crlServer, type CrlBehaviour } from './servers/crl-server.ts'
import { answerOcsp, type OcspAnswer } from './servers/ocsp-answer.ts'
import type { HostHandler } from './servers/plain-http.ts'
import { responder, type ResponderBehaviour } from './servers/responder.ts'
import { switchable } from './servers/switchable.ts'
import type { Site } from './servers/tls-sites.ts'

export interface Surroundings {
  readonly tree: Tree
  readonly now: number
  readonly revokedAt: number
  readonly httpPort: number
  readonly tlsPort: number
  /** Shared by all leaves: making an RSA key takes half a second. */
  readonly leafKeys: Readonly<Record<KeyKind, Key>>
}

/** A scenario and all that stands behind its names. */
export interface Built {
  readonly scenario: Scenario
  readonly site: Site
  readonly hosts: ReadonlyMap<string, HostHandler>
  reset(): void
}

export async function buildScenario(row: number, variant: Variant, around: Surroundings): Promise<Built> {
  const { tree, now, revokedAt, httpPort: port, tlsPort } = around
  const { leaf: plan, arrange } = variant
  const host = hostUnder(tree.kind, variant.slug)
  const id = `${variant.slug}.${tree.kind}`
  const authority = tree.authorities[plan.authority ?? 'ecdsa']
  const key = around.leafKeys[plan.key ?? 'p256']

  const responders = (plan.responders ?? []).map((label) => responderPlace(label, variant, around))
  const crls = (plan.crls ?? []).map((label) => crlPlace(label, variant, around))
  const staple = { behaviour: switchable<OcspAnswer | undefined>(undefined), arranged: arrange.staple }

  const leaf = await issueLeaf({
    host,
    plan,
    authority,
    key,
    now,
    responderUrls: responders.map(({ url }) => url),
    crlUrls: crls.map(({ url }) => url),
  })
  const subject = { leaf, authority, otherCa: otherCa(authority, tree), revokedAt }

  const hosts = new Map<string, HostHandler>([
    ...responders.map((place) => [place.host, responder({ ...place, port, subject })] as const),
    ...crls.map((place) => {
      // Public CAs cut their lists in parts and say so; company CAs mostly do neither.
      const part = tree.kind === 'public' ? { partOf: place.url } : {}
      const list = { subject: leaf, issuer: authority.ca, otherCa: subject.otherCa, revokedAt, ...part }
      return [place.host, crlServer({ ...place, ...list, port, life: 4 * DAY })] as const
    }),
  ])

  return {
    hosts,
    site: {
      host,
      id,
      title: variant.title,
      chainPem: leaf.pem + authority.ca.pem,
      leafDer: leaf.der,
      keyPem: await privateKeyPem(key),
      staple: async () => {
        const answer = staple.behaviour.current
        return answer && answerOcsp(answer, { ...subject, hash: 'SHA-1', now: Date.now() })
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
      ...(variant.override && { override: true, untouched: [...hosts.keys(), hostUnder(tree.kind, 'crl')] }),
      behave(responderBehaviour, crlBehaviour) {
        for (const { behaviour } of responders) behaviour.set(responderBehaviour)
        for (const { behaviour } of crls) behaviour.set(crlBehaviour)
      },
      arrange() {
        for (const place of responders) place.behaviour.set(place.arranged)
        for (const place of crls) place.behaviour.set(place.arranged)
        staple.behaviour.set(staple.arranged)
      },
    },
    reset() {
      for (const { behaviour } of [...responders, ...crls, staple]) behaviour.reset()
    },
  }
}

function outcomesOf({ expect }: Variant, kind: CaKind): Outcomes {
  return 'withAddon' in expect ? expect : expect[kind]
}

function otherCa(authority: Authority, { authorities }: Tree) {
  return (authority === authorities.rsa ? authorities.ecdsa : authorities.rsa).ca
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

function crlPlace(label: CrlLabel, { slug, arrange }: Variant, { tree, httpPort }: Surroundings) {
  const host = hostUnder(tree.kind, `${label}-${slug}`)
  return {
    host,
    url: `http://${host}:${httpPort}/part.crl`,
    behaviour: switchable<CrlBehaviour>('good'),
    arranged: arrange.crls?.[label] ?? 'good',
  }
}
