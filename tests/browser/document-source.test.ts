import { beforeEach, describe, expect, it } from 'vitest'
import type { DocumentStore, StoredDocument } from '../../src/browser/documents/document-store.ts'
import type { Retrieved } from '../../src/browser/retrieval/retrieve.ts'
import { createDocumentSource } from '../../src/browser/sources/document-source.ts'
import type { Statement } from '../../src/pki/statement.ts'
import { Cancellation } from '../../src/policy/cancellation.ts'
import { freshnessFor } from '../../src/policy/freshness.ts'
import type { Inquiry, Subject } from '../../src/policy/source.ts'
import { certificate } from '../fakes/certificates.ts'
import { never } from '../fakes/fake-source.ts'
import { ManualClock } from '../fakes/manual-clock.ts'

const GOOD: Statement = { status: { kind: 'good' }, thisUpdate: 1, until: 9e15 }
const REVOKED: Statement = { ...GOOD, status: { kind: 'revoked', at: 1, reason: undefined } }
const FORGED: Statement = { status: { kind: 'unknown', cause: 'bad-signature' }, thisUpdate: 1, until: 9e15 }
const DEAD: Retrieved = { kind: 'failed', cause: 'responder-unreachable' }

const subject: Subject = {
  certificate: certificate('leaf'),
  issuer: certificate('issuer'),
  role: 'leaf',
  isBuiltInRoot: true,
}

let clock: ManualClock
let saved: StoredDocument[]
let statements: Record<string, Statement>
let answers: Record<string, () => Promise<Retrieved>>

beforeEach(() => {
  clock = new ManualClock()
  saved = []
  statements = {}
  answers = {}
})

const document = (text: string): Retrieved => ({ kind: 'bytes', bytes: new TextEncoder().encode(text) })

function source() {
  const store: DocumentStore = {
    load: (key) => Promise.resolve(saved.findLast((one) => one.key === key)),
    save: (one) => Promise.resolve(void saved.push(one)),
    drop: () => Promise.resolve(),
    summary: () => Promise.resolve({ documents: 0, bytes: 0 }),
    clear: () => Promise.resolve(),
  }
  return createDocumentSource(
    {
      id: 'ocsp',
      addresses: () => Object.keys(answers),
      keyOf: (_, address) => Promise.resolve(address),
      retrieve: (_, address) => answers[address]?.() ?? Promise.resolve(DEAD),
      check: (bytes) => Promise.resolve(statements[new TextDecoder().decode(bytes)] ?? FORGED),
    },
    { clock, crypto: globalThis.crypto.subtle, documents: () => store },
  )
}

const inquiry = (): Inquiry => ({
  now: clock.now(),
  freshness: freshnessFor('leaf', 'guard'),
  cancellation: new Cancellation(),
  isPrivate: false,
  renew: false,
})

describe('a source of signed documents', () => {
  it('keeps what it believes, and verifies it anew when it is asked again', async () => {
    statements = { yes: GOOD }
    answers = { a: () => Promise.resolve(document('yes')) }
    expect((await source().ask(subject, inquiry())).status.kind).toBe('good')
    expect(await source().recall(subject, inquiry())).toMatchObject({ obtained: 'stored', document: 'a' })
    statements = { yes: FORGED }
    expect((await source().recall(subject, inquiry()))?.status).toMatchObject({ cause: 'bad-signature' })
  })

  it('does not keep what it does not believe', async () => {
    answers = { a: () => Promise.resolve(document('forged')) }
    expect((await source().ask(subject, inquiry())).status).toMatchObject({ cause: 'bad-signature' })
    expect(saved).toEqual([])
  })

  it('tries every address of the certificate, not just the first', async () => {
    statements = { yes: GOOD }
    answers = { a: () => Promise.resolve(DEAD), b: () => Promise.resolve(document('yes')) }
    expect(await source().ask(subject, inquiry())).toMatchObject({ url: 'b', status: { kind: 'good' } })
  })

  it('does not wait for a silent address before it tries the next', async () => {
    statements = { yes: GOOD }
    answers = { a: never, b: () => Promise.resolve(document('yes')) }
    const answer = source().ask(subject, inquiry())
    await clock.advance(2_000)
    expect(await answer).toMatchObject({ url: 'b' })
  })

  it('says why, where no address answers', async () => {
    answers = { a: () => Promise.resolve(DEAD) }
    expect((await source().ask(subject, inquiry())).status).toEqual({
      kind: 'unknown',
      cause: 'responder-unreachable',
    })
  })

  it('says that there is nobody to ask, where the certificate names nobody', async () => {
    expect((await source().ask(subject, inquiry())).status).toEqual({ kind: 'unknown', cause: 'no-pointer' })
  })

  it('believes the revocation among several stored documents', async () => {
    statements = { yes: GOOD, no: REVOKED }
    answers = { a: () => Promise.resolve(DEAD), b: () => Promise.resolve(DEAD) }
    const times = { url: '', fetchedAt: 0, thisUpdate: 1, until: 2 }
    saved = [
      { key: 'a', bytes: new TextEncoder().encode('yes'), ...times },
      { key: 'b', bytes: new TextEncoder().encode('no'), ...times },
    ]
    expect((await source().recall(subject, inquiry()))?.status.kind).toBe('revoked')
  })
})
