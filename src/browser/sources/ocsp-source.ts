import { type Bytes, toHex } from '../../pki/bytes.ts'
import { encodeOcspRequest, ocspGetUrl } from '../../pki/ocsp/request.ts'
import { checkOcspResponse } from '../../pki/ocsp/status.ts'
import type { NetworkSource } from '../../policy/source.ts'
import type { Retrieve, Retrieved } from '../retrieval/retrieve.ts'
import { type CheckDelegate, judgeDelegated } from './delegate.ts'
import { createDocumentSource, type DocumentSourceParts } from './document-source.ts'
import { issuerKey } from './keys.ts'

const MAX_RESPONSE_BYTES = 1024 * 1024

export interface OcspSourceParts extends DocumentSourceParts {
  readonly retrieve: Retrieve
  /** Whether a delegated responder still has its CA's trust. */
  readonly checkDelegate: CheckDelegate
}

/** OCSP (RFC 6960), GET where the request is short enough (RFC 5019 §5). */
export function createOcspSource(parts: OcspSourceParts): NetworkSource {
  return createDocumentSource<Bytes>(
    {
      id: 'ocsp',
      addresses: ({ certificate }) => certificate.ocspUrls,
      // Any responder's answer serves: it says for which certificate it is, and who vouches for that.
      keyOf: async (subject) =>
        `ocsp ${await issuerKey(subject, parts.crypto)} ${toHex(subject.certificate.serial)}`,
      retrieve: async (subject, address, inquiry) => {
        const request = await encodeOcspRequest(subject, parts.crypto)
        const common = {
          maxBytes: MAX_RESPONSE_BYTES,
          isBuiltInRoot: subject.isBuiltInRoot,
          cancellation: inquiry.cancellation,
        }
        const post = { ...common, url: address, body: { bytes: request, type: 'application/ocsp-request' } }
        const url = ocspGetUrl(address, request)
        return url === undefined
          ? parts.retrieve(post)
          : getOrPost(
              () => parts.retrieve({ ...common, url }),
              () => parts.retrieve(post),
            )
      },
      read: async (bytes) => ({ kind: 'document', document: bytes }),
      stored: (response) => response,
      open: (stored) => stored,
      async check(response, subject, circumstances) {
        const statement = await checkOcspResponse(response, subject, circumstances.context)
        return judgeDelegated(statement, subject, circumstances, parts.checkDelegate)
      },
      lifetime: (_, { status, thisUpdate, until }) =>
        status.kind === 'unknown' || thisUpdate === undefined || until === undefined
          ? undefined
          : { thisUpdate, until },
    },
    parts,
  )
}

// Responders of private CAs often know POST only, and say so with whatever status they like.
async function getOrPost(get: () => Promise<Retrieved>, post: () => Promise<Retrieved>): Promise<Retrieved> {
  const answer = await get()
  return answer.kind === 'failed' && answer.cause === 'http-error' ? post() : answer
}
