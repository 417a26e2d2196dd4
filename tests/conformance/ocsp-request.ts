import type { Bytes } from '../../src/pki/bytes.ts'
import { contextTag, DerReader, readOnly, readSequence, Tag } from '../../src/pki/der.ts'
import { requireDer } from '../../src/pki/der-strict.ts'
import { smallInteger } from '../../src/pki/der-values.ts'
import { type Extension, parseExtensions } from '../../src/pki/extensions.ts'
import { requireGeneralName } from '../../src/pki/general-names.ts'
import { parseCertId } from '../../src/pki/ocsp/parse.ts'
import type { CertId } from '../../src/pki/ocsp/response.ts'
import { PkiError } from '../../src/pki/pki-error.ts'

export interface OcspRequest {
  readonly certIds: readonly CertId[]
  readonly extensions: readonly Extension[]
}

/** OCSPRequest (RFC 6960 §4.1.1), which the add-on writes and never reads; throws PkiError. */
export function parseOcspRequest(der: Bytes): OcspRequest {
  requireDer(der)
  const reader = readSequence(der)
  const tbs = new DerReader(reader.read(Tag.sequence).content)
  // optionalSignature: who asks is nothing to us.
  reader.readOptional(contextTag(0))
  reader.finish()
  const version = tbs.readOptional(contextTag(0))
  if (version && smallInteger(readOnly(version.content, Tag.integer).content) !== 0) {
    throw new PkiError('unsupported', 'version of an OCSP request')
  }
  const requestor = tbs.readOptional(contextTag(1))
  if (requestor) requireGeneralName(new DerReader(requestor.content).readAny())
  const certIds = parseRequestList(tbs.read(Tag.sequence).content)
  const extensions = tbs.readOptional(contextTag(2))
  tbs.finish()
  return { certIds, extensions: extensions ? parseExtensions(extensions.content) : [] }
}

function parseRequestList(content: Bytes): readonly CertId[] {
  const reader = new DerReader(content)
  const certIds: CertId[] = []
  while (!reader.done) {
    const request = new DerReader(reader.read(Tag.sequence).content)
    certIds.push(parseCertId(request.read(Tag.sequence).content))
    const extensions = request.readOptional(contextTag(0))
    if (extensions) parseExtensions(extensions.content)
    request.finish()
  }
  if (certIds.length === 0) throw new PkiError('malformed', 'request about nothing')
  return certIds
}
