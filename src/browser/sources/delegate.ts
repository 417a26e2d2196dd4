import type { Bytes } from '../../pki/bytes.ts'
import { parseCertificate } from '../../pki/certificate/parse.ts'
import type { Statement } from '../../pki/statement.ts'
import type { Evidence } from '../../policy/evidence.ts'
import type { NetworkSource, Subject } from '../../policy/source.ts'
import type { Circumstances, Said } from './document-kind.ts'
import { best } from './evidence-of.ts'

/** `no-pointer`: its certificate names nobody who could say. */
export type DelegateStanding = 'good' | 'revoked' | 'unknown' | 'no-pointer'

export type CheckDelegate = (delegate: Subject, circumstances: Circumstances) => Promise<DelegateReport>

export interface DelegateReport {
  readonly standing: DelegateStanding
  /** Keys of the documents that say so. */
  readonly documents?: readonly string[]
}

/**
 * A delegated responder without id-pkix-ocsp-nocheck may have been revoked itself, and is checked in its turn (RFC 6960
 * §4.2.2.2.1). Where its certificate names nobody to ask, it may not vouch under a built-in root: there its CA must give
 * it nocheck (Baseline Requirements §4.9.9). That such a one says "revoked" counts in any case.
 */
export async function judgeDelegated(
  statement: Statement,
  subject: Subject,
  circumstances: Circumstances,
  checkDelegate: CheckDelegate,
): Promise<Said> {
  const { uncheckedDelegate, status } = statement
  if (uncheckedDelegate === undefined || status.kind !== 'good') return statement
  const { standing, documents } = await checkDelegate(delegateOf(uncheckedDelegate, subject), circumstances)
  const said = { ...statement, ...(documents !== undefined && { alongside: documents }) }
  switch (standing) {
    case 'good':
      return said
    case 'no-pointer':
      return subject.isBuiltInRoot
        ? refuse(said, 'a delegate that may have been revoked itself, and nobody can say')
        : said
    case 'revoked':
      return refuse(said, 'a delegate that was revoked itself')
    case 'unknown':
      return refuse(said, 'a delegate that may have been revoked itself, and nobody could say')
  }
}

/** Asks the sources in turn. None of them may believe another delegate on its way: that would have no end. */
export function createCheckDelegate(sources: readonly NetworkSource[]): CheckDelegate {
  return async (delegate, { inquiry, mayAsk }) => {
    const recalled = await Promise.all(sources.map((source) => source.recall(delegate, inquiry)))
    const known = best(recalled.filter((evidence) => evidence !== undefined))
    if (known !== undefined && known.status.kind !== 'unknown') return reportOf(known)
    const { crlDistributionPoints, ocspUrls } = delegate.certificate
    if (crlDistributionPoints.length === 0 && ocspUrls.length === 0) return { standing: 'no-pointer' }
    if (!mayAsk) return { standing: 'unknown' }
    for (const source of sources) {
      const evidence = await source.ask(delegate, inquiry)
      if (evidence.status.kind !== 'unknown') return reportOf(evidence)
    }
    return { standing: 'unknown' }
  }
}

function reportOf({ status, document, alongside = [] }: Evidence): DelegateReport {
  return { standing: status.kind, documents: [...(document === undefined ? [] : [document]), ...alongside] }
}

/** For the answers about delegates: those must come from the CA itself, or from one that need not be checked. */
export const believeNoDelegate: CheckDelegate = () => Promise.resolve({ standing: 'unknown' })

function delegateOf(der: Bytes, { issuer, isBuiltInRoot }: Subject): Subject {
  return { certificate: parseCertificate(der), issuer, role: 'leaf', isBuiltInRoot }
}

function refuse(said: Said, detail: string): Said {
  return { ...said, status: { kind: 'unknown', cause: 'responder-not-authorized', detail } }
}
