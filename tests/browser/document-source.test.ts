import { beforeEach, describe, expect, it } from 'vitest'
import type { StoredDocument, Validators } from '../../src/browser/documents/document-store.ts'
import type { Retrieved } from '../../src/browser/retrieval/retrieve.ts'
import type { DocumentKind } from '../../src/browser/sources/document-kind.ts'
import { createDocumentSource } from '../../src/browser/sources/document-source.ts'
import { PkiError } from '../../src/pki/pki-error.ts'
import type { Statement } from '../../src/pki/statement.ts'
import type { Inquiry, Subject } from '../../src/policy/source.ts'
import { certificate } from '../fakes/certificates.ts'
import { never } from '../fakes/fake-source.ts'
import { inquiryAt } from '../fakes/inquiry.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { MemoryDocuments } from '../fakes/memory-documents.ts'

const GOOD: Statement = { status: { kind: 'good' }, thisUpdate: 5, until: 9e15 }
const REVOKED: Statement = { ...GOOD, status: { kind: 'revoked', at: 1, reason: undefined } }
const FORGED: Statement = { status: { kind: 'unknown', cause: 'bad-signature' }, thisUpdate: 5, until: 9e15 }
const DEAD: Retrieved = { kind: 'failed', cause: 'responder-unreachable' }

const subject: Subject = {
  certificate: certificate('leaf'),
  issuer: certificate('issuer'),
  role: 'leaf',
  isBuiltInRoot: true,
}

interface Asked {
  readonly address: string
  readonly validators: Validators | undefined
  readonly inquiry: Inquiry
}

let clock: ManualClock
let store: MemoryDocuments
let statements: Record<string, Statement>
let answers: Record<string, (asked: Asked) => Promise<Retrieved>>
let asked: Asked[]

beforeEach(() => {
  clock = new ManualClock()
  store = new MemoryDocuments()
  statements = {}
  answers = {}
  asked = []
})

const document = (text: string, more: Partial<Extract<Retrieved, { kind: 'bytes' }>> = {}): Retrieved => ({
  kind: 'bytes',
  bytes: new TextEncoder().encode(text),
  ...more,
})
const answer = (text: string) => () => Promise.resolve(document(text))

/** Documents that are words. */
const words: DocumentKind<string> = {
  id: 'crl',
  addresses: () => Object.keys(answers),
  keyOf: (_, address) => Promise.resolve(address),
  retrieve(_, address, inquiry, validators) {
    asked.push({ address, validators, inquiry })
    return answers[address]?.({ address, validators, inquiry }) ?? Promise.resolve(DEAD)
  },
  read: (bytes) => Promise.resolve({ kind: 'document', document: new TextDecoder().decode(bytes) }),
  stored: (word) => new TextEncoder().encode(word),
  open(stored) {
    const word = new TextDecoder().decode(stored)
    if (word === '') throw new PkiError('malformed', 'no word')
    return word
  },
  check: (word) => Promise.resolve(statements[word] ?? FORGED),
  lifetime: (_, { status, thisUpdate = 0, until = 0 }) =>
    status.kind === 'unknown' ? undefined : { thisUpdate, until },
}

const source = () =>
  createDocumentSource(words, { clock, crypto: globalThis.crypto.subtle, documents: () => store })
const inquiry = (more: Partial<Inquiry> = {}): Inquiry => inquiryAt(clock.now(), more)

function store1(key: string, word: string, more: Partial<StoredDocument> = {}): void {
  const bytes = new TextEncoder().encode(word)
  const times = { fetchedAt: 0, thisUpdate: 5, until: 9e15, usedAt: clock.now() }
  const about = { certificate: bytes, issuer: bytes, role: 'leaf', isBuiltInRoot: true } as const
  store.documents.set(key, { key, source: 'crl', url: key, bytes, subject: about, ...times, ...more })
}

describe('a source of signed documents', () => {
  it('keeps what it believes, and checks it anew when it is asked again', async () => {
    statements = { yes: GOOD }
    answers = { a: answer('yes') }
    expect((await source().ask(subject, inquiry())).status.kind).toBe('good')
    expect(await source().recall(subject, inquiry())).toMatchObject({ obtained: 'stored', document: 'a' })
    statements = { yes: REVOKED }
    expect((await source().recall(subject, inquiry()))?.status.kind).toBe('revoked')
  })

  it('does not keep what it does not believe', async () => {
    answers = { a: answer('forged') }
    expect((await source().ask(subject, inquiry())).status).toMatchObject({ cause: 'bad-signature' })
    expect(store.saved).toBe(0)
  })

  it('tries every address of the certificate, not just the first', async () => {
    statements = { yes: GOOD }
    answers = { a: () => Promise.resolve(DEAD), b: answer('yes') }
    expect(await source().ask(subject, inquiry())).toMatchObject({ url: 'b', status: { kind: 'good' } })
  })

  it('does not wait for a silent address before it tries the next', async () => {
    statements = { yes: GOOD }
    answers = { a: never, b: answer('yes') }
    const evidence = source().ask(subject, inquiry())
    await clock.advance(2_000)
    expect(await evidence).toMatchObject({ url: 'b' })
  })

  it('says why, where no address answers', async () => {
    answers = { a: () => Promise.resolve(DEAD) }
    expect((await source().ask(subject, inquiry())).status).toEqual({
      kind: 'unknown',
      cause: 'responder-unreachable',
    })
  })

  it('asks each address once, and no more than eight, however many the certificate names', async () => {
    for (let n = 0; n < 300; n++) answers[`a${n}`] = () => Promise.resolve(DEAD)
    const named = Object.keys(answers)
    const source = createDocumentSource(
      { ...words, addresses: () => [...named.slice(0, 2), ...named] },
      { clock, crypto: globalThis.crypto.subtle, documents: () => store },
    )
    await source.ask(subject, inquiryAt(clock.now()))
    expect(asked.map(({ address }) => address)).toEqual(named.slice(0, 8))
  })

  it('says that there is nobody to ask, where the certificate names nobody', async () => {
    expect((await source().ask(subject, inquiry())).status).toEqual({ kind: 'unknown', cause: 'no-pointer' })
  })

  it('believes the revocation among several stored documents', async () => {
    statements = { yes: GOOD, no: REVOKED }
    answers = { a: () => Promise.resolve(DEAD), b: () => Promise.resolve(DEAD) }
    store1('a', 'yes')
    store1('b', 'no')
    expect((await source().recall(subject, inquiry()))?.status.kind).toBe('revoked')
  })

  it('asks once where many want the same at the same time', async () => {
    statements = { yes: GOOD }
    answers = { a: answer('yes') }
    const shared = source()
    const all = await Promise.all([1, 2, 3].map(() => shared.ask(subject, inquiry())))
    expect(all.map(({ status }) => status.kind)).toEqual(['good', 'good', 'good'])
    expect(asked).toHaveLength(1)
    await shared.ask(subject, inquiry({ isPrivate: true }))
    expect(asked).toHaveLength(2)
  })

  it('notes that something was needed, but not at every use', async () => {
    statements = { yes: GOOD }
    answers = { a: () => Promise.resolve(DEAD) }
    store1('a', 'yes', { usedAt: clock.now() - 7_200_000 })
    await source().recall(subject, inquiry())
    await source().recall(subject, inquiry())
    expect(store.noted).toBe(1)
    expect(store.documents.get('a')?.usedAt).toBe(clock.now())
  })
})

describe('a stored document that something has befallen', () => {
  it('is dropped where it cannot be opened, and fetched again', async () => {
    statements = { yes: GOOD }
    answers = { a: answer('yes') }
    store1('a', '')
    expect(await source().recall(subject, inquiry())).toBeUndefined()
    expect(store.documents.size).toBe(0)
    expect((await source().ask(subject, inquiry())).status.kind).toBe('good')
  })

  it('is dropped where its signature no longer holds', async () => {
    answers = { a: () => Promise.resolve(DEAD) }
    store1('a', 'altered')
    expect(await source().recall(subject, inquiry())).toBeUndefined()
    expect(store.documents.size).toBe(0)
  })
})

describe('a document that is asked for again', () => {
  const validators = { etag: '"1"' }
  const notModified: Retrieved = { kind: 'not-modified', caching: { validators, restsUntil: 77 } }

  it('is not sent again where there is nothing newer, and stays as old as it was', async () => {
    statements = { yes: GOOD }
    store1('a', 'yes', { validators, fetchedAt: 3 })
    answers = { a: () => Promise.resolve(notModified) }
    const evidence = await source().ask(subject, inquiry())
    expect(evidence).toMatchObject({ obtained: 'stored', at: 3, status: { kind: 'good' } })
    expect(asked).toMatchObject([{ validators }])
    expect(store.documents.get('a')).toMatchObject({ restsUntil: 77, fetchedAt: 3 })
    expect(store.saved).toBe(0)
  })

  it('is sent whole where what was known is lost', async () => {
    statements = { yes: GOOD }
    store1('a', '', { validators })
    answers = {
      a: (request) => Promise.resolve(request.validators === undefined ? document('yes') : notModified),
    }
    expect(await source().ask(subject, inquiry())).toMatchObject({ obtained: 'network' })
    expect(asked.map((request) => request.validators)).toEqual([validators, undefined])
  })

  it('is no reason to ask for ever where the server insists', async () => {
    store1('a', '', { validators })
    answers = { a: () => Promise.resolve(notModified) }
    expect((await source().ask(subject, inquiry())).status).toMatchObject({ cause: 'http-error' })
    expect(asked).toHaveLength(2)
  })

  it('is remembered with what its server says about it', async () => {
    statements = { yes: GOOD }
    answers = { a: () => Promise.resolve(document('yes', { caching: { validators, restsUntil: 99 } })) }
    await source().ask(subject, inquiry())
    expect(store.documents.get('a')).toMatchObject({ validators, restsUntil: 99, source: 'crl' })
  })

  it('does not count as needed where nobody waits for it', async () => {
    statements = { yes: GOOD }
    store1('a', 'old', { usedAt: 11, thisUpdate: 1 })
    answers = { a: answer('yes') }
    await source().ask(subject, inquiry({ isBackground: true }))
    expect(store.documents.get('a')).toMatchObject({ usedAt: 11, thisUpdate: 5 })
  })
})

describe('an older document than the one that is known', () => {
  it('is not believed, and does not take its place', async () => {
    statements = { old: { ...GOOD, thisUpdate: 4 }, new: REVOKED }
    store1('a', 'new')
    answers = { a: answer('old') }
    const evidence = await source().ask(subject, inquiry({ renew: true }))
    expect(evidence).toMatchObject({ status: { kind: 'revoked' }, obtained: 'stored' })
    expect(store.saved).toBe(0)
  })

  it('is believed where the known one has ended', async () => {
    statements = { old: { ...GOOD, thisUpdate: 4 }, new: FORGED }
    store1('a', 'new', { until: clock.now() })
    answers = { a: answer('old') }
    expect(await source().ask(subject, inquiry())).toMatchObject({ status: { kind: 'good' } })
  })
})
