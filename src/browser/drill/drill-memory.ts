import { type Asked, SHORT_LIFETIME_MS } from '../../policy/drill/observation.ts'
import type { CertificateReport } from '../../policy/report.ts'
import type { Sighting } from '../guard/sighting.ts'
import type { SessionTable } from '../storage/session-table.ts'

interface MemoryParts {
  /** One entry: the hosts of sites that suit a drill, newest first. */
  readonly hosts: SessionTable<readonly string[]>
  /** By the leaf's fingerprint: when Firefox last asked about it in a drill. */
  readonly asked: SessionTable<Asked>
}

/** What a drill can start from: sites that were met in this session, and what earlier drills have left in Firefox's memory. */
export interface DrillMemory {
  readonly onSighting: (sighting: Sighting) => void
  readonly hosts: () => Promise<readonly string[]>
  readonly lastAsked: (fingerprint: string) => Promise<Asked | undefined>
  readonly onAsked: (fingerprint: string, asked: Asked) => Promise<void>
}

const KEY = 'hosts'
const MAX_HOSTS = 12

export function createDrillMemory({ hosts, asked }: MemoryParts): DrillMemory {
  const list = async () => (await hosts.find(KEY)) ?? []
  const keep = async (host: string): Promise<void> => {
    const before = await list()
    if (before[0] === host) return
    await hosts.keep(KEY, [host, ...before.filter((other) => other !== host)].slice(0, MAX_HOSTS))
  }
  return {
    onSighting({ request, action, report }) {
      const leaf = report?.certificates[0]
      if (request.role !== 'page' || request.isPrivate || action !== 'allowed' || leaf === undefined) return
      if (suitsDrill(leaf)) void keep(request.host)
    },
    hosts: list,
    lastAsked: (fingerprint) => asked.find(fingerprint),
    onAsked: (fingerprint, when) => asked.keep(fingerprint, when),
  }
}

/** Firefox may have to ask about it: a responder over http:, not short-lived, not known from CRLite. */
function suitsDrill({ ocspUrls, notBefore, notAfter, mustStaple, evidence }: CertificateReport): boolean {
  const isCovered = evidence.some(({ source, status }) => source === 'crlite' && status.kind !== 'unknown')
  const lifetimeMs = notAfter - notBefore
  const asksOverHttp = ocspUrls[0]?.startsWith('http:') === true
  return asksOverHttp && lifetimeMs >= SHORT_LIFETIME_MS && !mustStaple && !isCovered
}
