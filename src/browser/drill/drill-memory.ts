import { type Asked, SHORT_LIFETIME_MS } from '../../policy/drill/observation.ts'
import { hasFields, isFlag, isNumber, isText } from '../../policy/shape.ts'
import type { CertificateReport } from '../../policy/report.ts'
import type { Sighting } from '../guard/sighting.ts'
import type { SessionTable } from '../storage/session-table.ts'

interface MemoryParts {
  /** One entry: sites that suit a drill, newest first. */
  readonly met: SessionTable<readonly MetSite[]>
  /** By the leaf's fingerprint: when Firefox last asked about it in a drill. */
  readonly asked: SessionTable<Asked>
}

/** A plain value. */
export interface MetSite {
  readonly host: string
  /** SHA-256 of the leaf, lower-case hex. */
  readonly fingerprint: string
}

export const isMetSite = hasFields<MetSite>({ host: isText, fingerprint: isText })
export const isAsked = hasFields<Asked>({ at: isNumber, didRefuse: isFlag })

/** What a drill can start from: sites that were met in this session, and what earlier drills have left in Firefox's memory. */
export interface DrillMemory {
  readonly onSighting: (sighting: Sighting) => void
  readonly hosts: () => Promise<readonly string[]>
  /** The leaf that the site last showed. */
  readonly leafOf: (host: string) => Promise<string | undefined>
  readonly lastAsked: (fingerprint: string) => Promise<Asked | undefined>
  readonly onAsked: (fingerprint: string, asked: Asked) => Promise<void>
  /**
   * A connection of our own has come about since, with its responder in reach: Firefox may have forgotten the failure, as it
   * does with any change of these settings, and remember a good answer in its place.
   */
  readonly onConnected: (fingerprint: string) => void
  /** The site shows another certificate by now. */
  readonly onMoved: (host: string) => Promise<void>
}

const KEY = 'met'
const MAX_SITES = 12

export function createDrillMemory({ met, asked }: MemoryParts): DrillMemory {
  const list = async () => (await met.find(KEY)) ?? []
  const keep = async (site: MetSite): Promise<void> => {
    const known = await list()
    const [newest] = known
    if (newest?.host === site.host && newest.fingerprint === site.fingerprint) return
    const others = known.filter(({ host }) => host !== site.host)
    await met.keep(KEY, [site, ...others].slice(0, MAX_SITES))
  }
  return {
    onSighting({ request, action, report }) {
      const leaf = report?.certificates[0]
      if (request.role !== 'page' || request.isPrivate || action !== 'allowed' || leaf === undefined) return
      if (suitsDrill(leaf)) void keep({ host: request.host, fingerprint: leaf.fingerprint })
    },
    hosts: async () => (await list()).map(({ host }) => host),
    leafOf: async (host) => (await list()).find((site) => site.host === host)?.fingerprint,
    lastAsked: (fingerprint) => asked.find(fingerprint),
    onAsked: (fingerprint, when) => asked.keep(fingerprint, when),
    onConnected: (fingerprint) => void asked.drop(fingerprint),
    async onMoved(host) {
      await met.keep(
        KEY,
        (await list()).filter((site) => site.host !== host),
      )
    },
  }
}

/** Firefox may have to ask about it: a responder over http:, not short-lived, not known from CRLite. */
function suitsDrill({ ocspUrls, notBefore, notAfter, mustStaple, evidence }: CertificateReport): boolean {
  const isCovered = evidence.some(({ source, status }) => source === 'crlite' && status.kind !== 'unknown')
  const lifetimeMs = notAfter - notBefore
  const asksOverHttp = ocspUrls[0]?.startsWith('http:') === true
  return asksOverHttp && lifetimeMs >= SHORT_LIFETIME_MS && !mustStaple && !isCovered
}
