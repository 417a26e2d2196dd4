import type { Bytes } from '../bytes.ts'
import { contextTag, DerReader, type Element, primitiveContextTag, readSequence, Tag } from '../der.ts'
import { generalNames, requireGeneralName } from '../general-names.ts'
import { limits } from '../limits.ts'
import { PkiError } from '../pki-error.ts'
import type { Certificate } from './certificate.ts'

/** NameConstraints (RFC 5280 §4.2.1.10): the bases of the subtrees. */
export interface NameConstraints {
  readonly permitted: readonly Element[]
  readonly excluded: readonly Element[]
}

/** Throws PkiError, also for the minimum and maximum that nobody may use. */
export function parseNameConstraints(value: Bytes): NameConstraints {
  const reader = readSequence(value)
  const permitted = subtrees(reader.readOptional(contextTag(0)))
  const excluded = subtrees(reader.readOptional(contextTag(1)))
  reader.finish()
  if (permitted.length + excluded.length === 0) throw new PkiError('malformed', 'empty name constraints')
  return { permitted, excluded }
}

function subtrees(list: Element | undefined): readonly Element[] {
  const bases: Element[] = []
  const reader = new DerReader(list?.content ?? new Uint8Array())
  while (!reader.done) {
    const subtree = new DerReader(reader.read(Tag.sequence).content)
    bases.push(requireGeneralName(subtree.readAny()))
    subtree.finish()
    if (bases.length > limits.generalNames) throw new PkiError('too-large', 'name constraints')
  }
  return bases
}

/** Whether every name of the certificate is allowed. A form of name that cannot be judged here is not. */
export function isPermitted(certificate: Certificate, { permitted, excluded }: NameConstraints): boolean {
  return namesOf(certificate).every((name) => {
    const bounds = permitted.filter(({ tag }) => tag === name.tag)
    const isWithin = bounds.length === 0 || bounds.some((base) => isInSubtree(name, base) === true)
    return isWithin && !excluded.some((base) => isInSubtree(name, base) !== false)
  })
}

const dnsTag = primitiveContextTag(2)
const directoryTag = contextTag(4)

/** The subject's alternative names, and the subject as the directoryName that it is (§6.1.3 (b)). */
function namesOf({ subject, subjectAltName }: Certificate): readonly Element[] {
  const { content } = readSubject(subject)
  const asName = content.length === 0 ? [] : [{ tag: directoryTag, der: subject, content: subject }]
  return [...asName, ...alternativeNames(subjectAltName)]
}

function readSubject(subject: Bytes): Element {
  return new DerReader(subject).read(Tag.sequence)
}

function alternativeNames(value: Bytes | undefined): readonly Element[] {
  return value === undefined ? [] : generalNames(new DerReader(value).read(Tag.sequence).content)
}

/** Undefined where the form is another than dNSName: nobody needs those, and no answer is the safe one. */
function isInSubtree(name: Element, base: Element): boolean | undefined {
  if (name.tag !== base.tag) return false
  return name.tag === dnsTag ? isUnder(dnsName(name), dnsName(base)) : undefined
}

/** A leading dot, which the RFC does not know and mozilla::pkix does, leaves out the domain itself. */
function isUnder(host: string, domain: string): boolean {
  if (domain === '') return true
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`)
}

/** The dNSNames of the certificate, in lower case. */
export function dnsNames({ subjectAltName }: Certificate): readonly string[] {
  return alternativeNames(subjectAltName)
    .filter(({ tag }) => tag === dnsTag)
    .map(dnsName)
}

function dnsName({ content }: Element): string {
  return Array.from(content, (byte) => String.fromCharCode(byte))
    .join('')
    .toLowerCase()
}
