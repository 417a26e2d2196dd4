import type { Bytes } from '../bytes.ts'
import { DerReader, readSequence, Tag } from '../der.ts'
import { oidValue } from '../der-values.ts'
import { PkiError } from '../pki-error.ts'
import type { Certificate } from './certificate.ts'

/** certificatePolicies ::= SEQUENCE SIZE (1..MAX) OF PolicyInformation (RFC 5280 §4.2.1.4), qualifiers passed over. */
export function parsePolicies(value: Bytes): readonly string[] {
  const reader = readSequence(value)
  const policies: string[] = []
  if (reader.done) throw new PkiError('malformed', 'no certificate policy')
  while (!reader.done) {
    const information = new DerReader(reader.read(Tag.sequence).content)
    policies.push(oidValue(information.read(Tag.oid).content))
    if (!information.done) information.read(Tag.sequence)
    information.finish()
  }
  return policies
}

/** The identifiers of the CA/Browser Forum for domain, organisation and individual validation (Baseline Requirements §7.1.6.1). */
const ORDINARY: ReadonlySet<string> = new Set(['2.23.140.1.2.1', '2.23.140.1.2.2', '2.23.140.1.2.3'])
const EXTENDED = '2.23.140.1.1'

/** Whether a browser may treat it by its rules for extended validation, which every CA may give an identifier of its own. */
export function mayBeExtendedValidation({ policies }: Pick<Certificate, 'policies'>): boolean {
  if (policies.length === 0) return false
  return policies.includes(EXTENDED) || !policies.some((policy) => ORDINARY.has(policy))
}
