import { askCrlite, askFilters, type CrliteAnswer, crliteQuery } from '../../../src/pki/crlite/ask.ts'
import { type Clubcard, openClubcard } from '../../../src/pki/crlite/clubcard.ts'
import { indexOneCrl } from '../../../src/pki/onecrl/onecrl-index.ts'
import { askOneCrl } from '../../../src/pki/onecrl/look-up.ts'
import { certificateIn, hexIn, listIn, numberIn } from '../inline.ts'
import { type Fields, isFields } from '../fields.ts'
import { type Material, MaterialError } from '../material.ts'
import type { Verdict } from '../verdict.ts'

/** What the filters say together about the certificate. */
export async function judgeCrlite({ documents, extra }: Material): Promise<Verdict> {
  const answer = await answerTo(documents.map(openClubcard), extra)
  if (answer.kind !== 'unknown') return { got: answer.kind }
  return answer.cause === 'not-covered' ? { got: answer.cause, cause: answer.detail } : { got: answer.cause }
}

function answerTo(filters: readonly Clubcard[], extra: Fields): Promise<CrliteAnswer> {
  return extra['leafDer'] === undefined ? answerToParts(filters, extra) : answerToDer(filters, extra)
}

async function answerToParts(filters: readonly Clubcard[], extra: Fields): Promise<CrliteAnswer> {
  const identity = {
    issuerKeyHash: hexIn(extra, 'issuerSpkiSha256'),
    serial: hexIn(extra, 'serial'),
    scts: listIn(extra, 'scts').map((sct) => ({
      logId: hexIn(sct, 'logId'),
      timestamp: numberIn(sct, 'timestamp'),
    })),
  }
  return askFilters(filters, await crliteQuery(identity, crypto.subtle))
}

function answerToDer(filters: readonly Clubcard[], { leafDer, issuerDer }: Fields): Promise<CrliteAnswer> {
  const subject = { certificate: certificateIn(leafDer), issuer: certificateIn(issuerDer) }
  return askCrlite(filters, subject, crypto.subtle)
}

/** Whether a record lists any certificate of the chain. */
export async function judgeOneCrl({ documents: [records], extra }: Material): Promise<Verdict> {
  const chain = chainIn(extra).map(certificateIn)
  const listed = await askOneCrl(indexOneCrl(recordsIn(records)), chain, crypto.subtle)
  const record = listed.find((one) => one !== undefined)
  return record ? { got: 'revoked', cause: `record ${record.id}` } : { got: 'good' }
}

function chainIn({ leafDer, chainDer = [] }: Fields): readonly unknown[] {
  if (!Array.isArray(chainDer)) throw new MaterialError('chainDer is not a list')
  const above: readonly unknown[] = chainDer
  return [leafDer, ...above]
}

/** Of a dump of the collection. */
function recordsIn(bytes: Uint8Array): readonly unknown[] {
  const dump: unknown = JSON.parse(new TextDecoder().decode(bytes))
  const records = isFields(dump) ? dump['data'] : undefined
  if (!Array.isArray(records)) throw new MaterialError('records without data')
  return records
}
