import type { Bytes } from '../bytes.ts'
import type { CheckContext, Statement } from '../statement.ts'
import { unknown } from '../unknown.ts'
import { indexCrl } from './index-crl.ts'
import { type CrlSubject, lookUp } from './look-up.ts'

/** What the CRL says about the certificate. Never rejects: whatever is wrong with it is a cause of `unknown`. */
export async function checkCrl(crl: Bytes, subject: CrlSubject, context: CheckContext): Promise<Statement> {
  const indexed = await indexCrl(crl, [subject.issuer, ...(subject.crlIssuers ?? [])], context)
  if (indexed.kind === 'refused') return unknown(indexed.cause, indexed.detail)
  return lookUp(indexed.index, subject, context)
}
