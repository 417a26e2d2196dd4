import { isReport, isSource, isVerdict, isVerdictKind } from '../../policy/report-shape.ts'
import {
  hasFields,
  isFlag,
  isListOf,
  isNumber,
  isOneOf,
  isOptional,
  isText,
  type Shape,
} from '../../policy/shape.ts'
import type { KeptChain } from '../check/chain-store.ts'
import type { EncodedDocument } from '../documents/private-documents.ts'
import type { Clearance } from '../guard/check-before-sending.ts'
import type { Hold } from '../guard/hold.ts'
import type { Undecided } from '../guard/under-judgement.ts'
import type { ConnectionFacts, NotChecked, OtherHost } from '../messages.ts'
import type { PageRecord } from '../surface/page-record.ts'

/*
 * What lies in `storage.session` was written by this very version of the add-on; but a record that is damaged all the same
 * is none, and must not decide anything.
 */

const isConnection = hasFields<ConnectionFacts>({ protocol: isText, cipherSuite: isText, usedOcsp: isFlag })

export const isHold = hasFields<Hold>({
  id: isText,
  tabId: isNumber,
  url: isAddress,
  host: isText,
  method: isText,
  isPrivate: isFlag,
  wasSent: isFlag,
  fingerprint: isOptional(isText),
  connection: isOptional(isConnection),
  startedAt: isNumber,
  verdict: isOptional(isVerdict),
  report: isOptional(isReport),
  shownAt: isOptional(isNumber),
})

type Record<K extends PageRecord['kind']> = Extract<PageRecord, { readonly kind: K }>

const isNotChecked = hasFields<Record<'not-checked'>>({
  kind: isOneOf({ 'not-checked': true }),
  reason: isOneOf<NotChecked>({
    http: true,
    'browser-page': true,
    restricted: true,
    'no-access': true,
    'not-seen': true,
  }),
  host: isOptional(isText),
})
const isRefused = hasFields<Record<'refused'>>({ kind: isOneOf({ refused: true }), host: isText })
const isSeen = hasFields<Record<'seen'>>({
  kind: isOneOf({ seen: true }),
  requestId: isText,
  host: isText,
  isPrivate: isFlag,
  action: isOneOf<Record<'seen'>['action']>({ allowed: true, held: true, excepted: true }),
  fingerprint: isOptional(isText),
  connection: isOptional(isConnection),
  verdict: isOptional(isVerdict),
  report: isOptional(isReport),
  others: isListOf(hasFields<OtherHost>({ host: isText, verdict: isVerdictKind })),
})

export const isPageRecord: Shape<PageRecord> = (value) =>
  isNotChecked(value) || isRefused(value) || isSeen(value)

export const isKeptChain = hasFields<KeptChain>({
  certificates: isListOf(isBase64),
  fingerprints: isListOf(isText),
  isBuiltInRoot: isFlag,
  isPrivate: isFlag,
})

export const isUndecided = hasFields<Undecided>({
  requestId: isText,
  tabId: isNumber,
  frameId: isOptional(isNumber),
  url: isAddress,
  isPrivate: isFlag,
  fingerprint: isOptional(isText),
  since: isNumber,
})

export const isClearance = hasFields<Clearance>({ since: isNumber, until: isNumber })

export const isEncodedDocument = hasFields<EncodedDocument>({
  key: isText,
  source: isSource,
  url: isText,
  bytes: isBase64,
  fetchedAt: isNumber,
  thisUpdate: isNumber,
  until: isNumber,
  usedAt: isNumber,
  subject: hasFields<EncodedDocument['subject']>({ certificate: isBase64, issuer: isBase64 }),
})

function isAddress(value: unknown): value is string {
  return isText(value) && URL.canParse(value)
}

function isBase64(value: unknown): value is string {
  return isText(value) && value.length % 4 === 0 && /^[A-Za-z\d+/]*={0,2}$/.test(value)
}
