import { checkCrl } from '../../pki/crl/status.ts'
import type { Source } from '../../policy/source.ts'
import type { Retrieve } from '../retrieval/retrieve.ts'
import { createDocumentSource, type DocumentSourceParts } from './document-source.ts'
import { issuerKey } from './keys.ts'

/** Beyond this a CRL is passed over where a responder can be asked instead. */
const MAX_CRL_BYTES = 4 * 1024 * 1024
const MAX_ONLY_CRL_BYTES = 64 * 1024 * 1024

/** CRLs (RFC 5280): one download answers for every certificate of the issuer, and tells nobody which was met. */
export function createCrlSource(parts: DocumentSourceParts & { readonly retrieve: Retrieve }): Source {
  return createDocumentSource(
    {
      id: 'crl',
      addresses: ({ certificate }) => [
        ...new Set(certificate.crlDistributionPoints.flatMap(({ urls }) => urls.filter(isWeb))),
      ],
      keyOf: async (subject, address) => `crl ${await issuerKey(subject, parts.crypto)} ${address}`,
      retrieve: ({ certificate, isBuiltInRoot }, url, { cancellation }) =>
        parts.retrieve({
          url,
          maxBytes: certificate.ocspUrls.length > 0 ? MAX_CRL_BYTES : MAX_ONLY_CRL_BYTES,
          isBuiltInRoot,
          cancellation,
        }),
      check: checkCrl,
    },
    parts,
  )
}

// Certificates also name directories (ldap:), which no browser can read.
function isWeb(url: string): boolean {
  return /^https?:/i.test(url)
}
