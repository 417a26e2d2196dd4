import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeOcspRequest } from '../../src/pki/ocsp/request.ts'
import { type Authority, buildAuthority } from '../pki/build/authority.ts'
import { now } from '../pki/build/certificate.ts'
import { buildCrl, entry } from '../pki/build/crl.ts'
import { integer, octets, sequence, withByte } from '../pki/build/der.ts'
import { byName, good, ocspResponse, revoked, single, unknownStatus } from '../pki/build/ocsp.ts'
import type { Exception } from './exceptions.ts'
import { ManifestError } from './fields.ts'
import { readSources } from './manifest.ts'
import { differences, runSources } from './run.ts'
import { table } from './table.ts'

let folder: string
let ca: Authority
let plainCase: Record<string, unknown>
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hardfail-conformance-'))
  ca = await buildAuthority()
  plainCase = { issuer: 'ca.der', leaf: 'leaf.der', time: new Date(now).toISOString() }
  for (const [name, bytes] of Object.entries(await documents())) write(name, bytes)
})
afterAll(() => rmSync(folder, { recursive: true }))

async function documents(): Promise<Record<string, Uint8Array>> {
  const respond = async (status: Uint8Array<ArrayBuffer>) =>
    ocspResponse({
      signer: ca.key,
      responderId: byName(ca.name),
      singles: [await single({ subject: ca, status })],
    })
  const list = (...entries: Uint8Array<ArrayBuffer>[]) =>
    buildCrl({ signer: ca.key, issuer: ca.name, entries })
  const goodResponse = await respond(good())
  return {
    'ca.der': ca.issuer.der,
    'leaf.der': ca.certificate.der,
    'good.der': goodResponse,
    'revoked.der': await respond(revoked(now - 1000)),
    'unknown.der': await respond(unknownStatus()),
    'forged.der': withByte(goodResponse, goodResponse.length - 1, (goodResponse.at(-1) ?? 0) ^ 1),
    'empty.crl': await list(),
    'listed.crl': await list(entry(ca.certificate.serial, now - 1000)),
    'request.der': await encodeOcspRequest(ca, crypto.subtle),
    'junk.der': octets(integer(1)),
    'feature.der': sequence(integer(5)),
    'inputs.jsonl': Buffer.from(`{"n":"one","b":"MAA="}\n{"b":"////"}\n`),
  }
}

function write(name: string, content: Uint8Array | string): void {
  mkdirSync(join(folder, 'own'), { recursive: true })
  writeFileSync(join(folder, 'own', name), content)
}

function writeCases(...cases: readonly Record<string, unknown>[]): void {
  const numbered = cases.map((fields, i) => Object.assign({ id: `${i}` }, plainCase, fields))
  write('manifest.json', JSON.stringify({ source: 'own', cases: numbered }))
}

async function run(exceptions: readonly Exception[], ...cases: readonly Record<string, unknown>[]) {
  writeCases(...cases)
  return runSources(readSources(folder), exceptions)
}

describe('the runner agrees with', () => {
  it.each([
    ['ocsp', 'good.der', 'good'],
    ['ocsp', 'revoked.der', 'revoked'],
    ['ocsp', 'unknown.der', 'unknown'],
    ['ocsp', 'forged.der', 'invalid'],
    ['ocsp', 'good.der', 'disputed'],
    ['ocsp-signature', 'good.der', 'signature-ok'],
    ['ocsp-signature', 'forged.der', 'signature-invalid'],
    ['ocsp-parse', 'forged.der', 'parse-ok'],
    ['ocsp-parse', 'good.der', 'good'],
    ['ocsp-parse', 'junk.der', 'parse-error'],
    ['ocsp-request-parse', 'request.der', 'parse-ok'],
    ['ocsp-request-build', 'request.der', 'bytes-equal'],
    ['crl', 'empty.crl', 'good'],
    ['crl', 'listed.crl', 'revoked'],
    ['crl', 'junk.der', 'invalid'],
    ['crl', 'junk.der', 'unknown'],
    ['crl-parse', 'empty.crl', 'parse-ok'],
    ['crl-signature', 'empty.crl', 'signature-ok'],
    ['cert-parse', 'leaf.der', 'parse-ok'],
    ['cert-parse', 'junk.der', 'parse-error'],
    ['tls-feature', 'feature.der', 'requires-status-request'],
    ['fuzz-ocsp', 'inputs.jsonl', 'no-crash'],
    ['fuzz-whatever', 'inputs.jsonl', 'no-crash'],
  ])('%s of %s: %s', async (kind, file, expected) => {
    const { results } = await run([], { kind, files: [file], expected })
    expect(results).toMatchObject([{ source: 'own', id: '0', kind, expected, ok: true }])
  })

  it('a list of which nothing but the file is said', async () => {
    const fields = { issuer: null, leaf: undefined, time: undefined, accept: null, extra: null }
    const { results } = await run([], {
      kind: 'crl-parse',
      files: 'empty.crl',
      expected: 'parse-ok',
      ...fields,
    })
    expect(results).toMatchObject([{ ok: true }])
  })

  it('a leaf of which only the serial is given', async () => {
    const fields = { leaf: undefined, time: undefined, extra: { serial: '4A11' } }
    const cases = ['good', 'revoked'].map((word) => ({
      kind: 'ocsp',
      files: [`${word}.der`],
      expected: word,
    }))
    const { results } = await run([], ...cases.map((one) => Object.assign(one, fields)))
    expect(results.map(({ ok }) => ok)).toEqual([true, true])
  })

  it('an issuer that is given by the chain alone', async () => {
    const chain = { issuer: undefined, chain: ['leaf.der', 'ca.der'], time: '2026-11-20T12:00:00' }
    const { results } = await run([], { kind: 'ocsp', files: ['good.der'], expected: 'good', ...chain })
    expect(results).toMatchObject([{ ok: true }])
  })

  it('another answer that the case accepts', async () => {
    const accept = ['invalid', 'good']
    const { results } = await run([], { kind: 'ocsp', files: ['good.der'], expected: 'revoked', accept })
    expect(results).toMatchObject([{ got: 'good', ok: true }])
  })

  it('serials that are listed and serials that are not', async () => {
    const lookup = { kind: 'crl-lookup', files: ['listed.crl'], expected: 'signature-ok' }
    const right = { extra: { revoked_serials: ['4a11'], absent_serials: ['4a12', '-1', 'ff4a11'] } }
    const wrong = { extra: { revoked_serials: ['4a12'], absent_serials: ['4a11'] } }
    const { results } = await run([], { ...lookup, ...right }, { ...lookup, ...wrong })
    expect(results).toMatchObject([{ ok: true }, { ok: false, got: 'missed' }])
  })

  it('what the lists say about a chain', async () => {
    const chain = { kind: 'crl-chain', issuer: undefined, trust: ['ca.der'], chain: [] }
    const { results } = await run(
      [],
      { ...chain, files: ['empty.crl'], expected: 'good' },
      { ...chain, files: ['listed.crl'], expected: 'revoked' },
      { ...chain, files: ['junk.der'], expected: 'invalid' },
      { ...chain, files: ['empty.crl'], trust: ['leaf.der'], leaf: 'ca.der', expected: 'chain-invalid' },
    )
    expect(results.filter(({ ok }) => !ok)).toEqual([])
  })
})

describe('the runner reports', () => {
  it('a wrong verdict, with ours and its cause', async () => {
    const report = await run([], { kind: 'ocsp', files: ['forged.der'], expected: 'good' })
    expect(differences(report)).toMatchObject([{ got: 'invalid', ok: false, cause: 'bad-signature' }])
  })

  it('an authentic unknown that should have been refused', async () => {
    const report = await run([], { kind: 'ocsp', files: ['unknown.der'], expected: 'invalid' })
    expect(differences(report)).toHaveLength(1)
  })

  it('a kind that it does not know', async () => {
    const report = await run([], { kind: 'ct-proof', files: ['good.der'], expected: 'good' })
    expect(differences(report)).toMatchObject([{ got: 'not-judged', cause: 'nobody here judges ct-proof' }])
  })

  it.each([
    ['a file that is not there', { files: ['absent.der'] }],
    ['a case without files', { files: [] }],
    ['a case without the issuer', { issuer: undefined }],
    ['a case without a leaf or serial', { leaf: undefined }],
    ['a serial that is none', { leaf: undefined, extra: { serial: 'first' } }],
  ])('%s', async (_, fields) => {
    const report = await run([], { kind: 'ocsp', files: ['good.der'], expected: 'good', ...fields })
    expect(differences(report)).toMatchObject([{ got: 'not-judged' }])
  })

  it('inputs of a fuzzer that nobody else reads', async () => {
    const b = Buffer.from(ca.certificate.der).toString('base64')
    write('accepted.jsonl', JSON.stringify({ n: 'x', b, pyca: false, openssl: false }))
    const report = await run([], { kind: 'fuzz-cert', files: ['accepted.jsonl'], expected: 'no-crash' })
    expect(differences(report)).toMatchObject([{ got: '1 accepted' }])
  })

  it('a file that other parsers read otherwise', async () => {
    const fields = { serial: '4a12' }
    write('oracle.json', JSON.stringify({ 'leaf.der': { pyca: 'ok', openssl: true, fields } }))
    const report = await run([], { kind: 'cert-parse', files: ['leaf.der'], expected: 'parse-ok' })
    write('oracle.json', '{}')
    expect(differences(report)).toMatchObject([{ got: 'other-fields', cause: 'serial: "4a11", pyca "4a12"' }])
  })
})

describe('an exception', () => {
  const wrong = { kind: 'ocsp', files: ['forged.der'], expected: 'good' }
  const exception = { case: 'own/0', expected: 'good', ours: 'invalid', why: 'RFC 6960 §3.2' }

  it('lets a difference stand, which is still one', async () => {
    const report = await run([exception], wrong)
    expect(differences(report)).toEqual([])
    expect(report.stale).toEqual([])
    expect(report.results).toMatchObject([{ ok: false, exception: 'RFC 6960 §3.2' }])
  })

  it.each([
    ['the case agrees', exception, { ...wrong, expected: 'invalid' }],
    ['the case is gone', { ...exception, case: 'own/1' }, wrong],
    ['we say something else', { ...exception, ours: 'revoked' }, wrong],
    ['the case expects something else', { ...exception, expected: 'revoked' }, wrong],
  ])('is stale when %s', async (_, exception, entry) => {
    expect((await run([exception], entry)).stale).toEqual([exception])
  })

  it('of a source that is not there is left alone', async () => {
    expect((await run([{ ...exception, case: 'other/0' }], wrong)).stale).toEqual([])
  })

  it('may be of a kind', async () => {
    const ofKind = { case: 'scenario', expected: '*', ours: 'not-judged', why: 'RFC 7633 §4' }
    const report = await run([ofKind], { kind: 'scenario', expected: 'hard-fail' })
    expect(differences(report)).toEqual([])
  })
})

describe('a manifest is refused', () => {
  it.each([
    ['that is not JSON', '{', /manifest\.json/],
    ['without cases', '{}', /cases is not a list/],
    ['with a case that is none', '{"cases":[1]}', /case 1 is not an object/],
    ['with a case without kind', '{"cases":[{"id":"a","expected":"good"}]}', /\(a\): kind/],
    ['with a time that is none', '{"cases":[{"id":"a","kind":"crl","expected":"x","time":"soon"}]}', /time/],
    [
      'that names a file elsewhere',
      '{"cases":[{"id":"a","kind":"crl","expected":"x","files":["../x"]}]}',
      /outside/,
    ],
  ])('%s', (_, text, message) => {
    write('manifest.json', text)
    expect(() => readSources(folder)).toThrow(ManifestError)
    expect(() => readSources(folder)).toThrow(message)
  })

  it('that is not there, as is a folder', () => {
    expect(() => readSources(join(folder, 'absent'))).toThrow('no folder')
    const empty = mkdtempSync(join(folder, 'empty-'))
    expect(() => readSources(empty)).toThrow('no manifest.json')
  })
})

describe('the program', { timeout: 30_000 }, () => {
  it('prints one JSON object per case and fails for a difference', async () => {
    const right = { kind: 'ocsp', files: ['good.der'], expected: 'good' }
    writeCases(right, { ...right, expected: 'revoked' })
    const { code, stdout } = await conformance(join(folder, 'own'), '--json')
    const lines = stdout.trim().split('\n')
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { source: 'own', id: '0', kind: 'ocsp', expected: 'good', got: 'good', ok: true, cause: '' },
      { id: '1', expected: 'revoked', got: 'good', ok: false },
    ])
    expect(code).toBe(1)
  })

  it('says what is wrong with its argument', async () => {
    const { code, stderr } = await conformance(join(folder, 'absent'))
    expect([code, stderr]).toEqual([2, `no folder ${join(folder, 'absent')}\n`])
    expect((await conformance()).stderr).toContain('usage:')
  })
})

describe('the table', () => {
  it('counts by kind', async () => {
    const right = { kind: 'ocsp', files: ['good.der'], expected: 'good' }
    const { results } = await run([], right, { ...right, expected: 'revoked' })
    expect(
      table(results)
        .split('\n')
        .map((line) => line.split(/ +/)),
    ).toEqual([
      ['own', 'cases', 'agree', 'excepted', 'differ'],
      ['ocsp', '2', '1', '0', '1'],
    ])
  })
})

async function conformance(...parameters: string[]) {
  const program = join(import.meta.dirname, 'main.ts')
  const tsx = join(import.meta.dirname, '../../node_modules/tsx/dist/cli.mjs')
  try {
    const done = await promisify(execFile)(process.execPath, [tsx, program, ...parameters])
    return { code: 0, ...done }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'stdout' in error && 'stderr' in error)) throw error
    return { code: error.code, stdout: String(error.stdout), stderr: String(error.stderr) }
  }
}
