import type { Bytes } from '../../../src/pki/bytes.ts'
import type { Certificate, DistributionPoint } from '../../../src/pki/certificate/certificate.ts'
import { parseDistributionPoints } from '../../../src/pki/certificate/distribution-points.ts'
import { parseCertificate } from '../../../src/pki/certificate/parse.ts'
import { PkiError } from '../../../src/pki/pki-error.ts'
import {
  isInScope,
  type IssuingDistributionPoint,
  parseIssuingDistributionPoint,
  readCrl,
} from '../crl-engine.ts'
import { type Material, MaterialError } from '../material.ts'
import { anyIssuer } from '../stranger.ts'
import type { Verdict } from '../verdict.ts'

/**
 * Whether a CRL with this issuing distribution point is about a certificate with these distribution points. The sides
 * are given as a certificate (`leaf`, or the first of two files) or the value of its extension, and as a CRL or the
 * value of its extension (the last file).
 */
export function judgeCrlScope(material: Material): Verdict {
  const { documents, leaf, certificate, extra } = material
  const last = documents.at(-1) ?? documents[0]
  const point = pointOf(last)
  const subject = leaf === undefined ? subjectOf(documents) : certificate(leaf)
  const isCa = extra['ca'] ?? extra['is_ca']
  const covered = isInScope(typeof isCa === 'boolean' ? { ...subject, isCa } : subject, point)
  if (covered === 'none') return { got: 'out-of-scope' }
  return covered === 'all'
    ? { got: 'in-scope' }
    : { got: 'partial-reasons', also: ['in-scope'], cause: 'some reasons only' }
}

function pointOf(bytes: Bytes): IssuingDistributionPoint | undefined {
  const crl = ifReadable(readCrl, bytes)
  return crl ? crl.issuingDistributionPoint : parseIssuingDistributionPoint(bytes)
}

function subjectOf(documents: Material['documents']): Certificate {
  if (documents.length < 2) throw new MaterialError('neither leaf nor a second file')
  const [bytes] = documents
  const crlDistributionPoints = ifReadable<readonly DistributionPoint[]>(parseDistributionPoints, bytes)
  return crlDistributionPoints
    ? { ...anyIssuer, isCa: false, crlDistributionPoints }
    : parseCertificate(bytes)
}

function ifReadable<T>(parse: (bytes: Bytes) => T, bytes: Bytes): T | undefined {
  try {
    return parse(bytes)
  } catch (error) {
    if (error instanceof PkiError) return undefined
    throw error
  }
}
