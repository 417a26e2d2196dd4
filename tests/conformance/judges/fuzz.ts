import type { Bytes } from '../../../src/pki/bytes.ts'
import { parseCertificate } from '../../../src/pki/certificate/parse.ts'
import { checkCrl } from '../../../src/pki/crl/status.ts'
import { urlOf } from '../../../src/pki/general-names.ts'
import { parseOcspResponse } from '../../../src/pki/ocsp/parse.ts'
import { ocspGetUrl } from '../../../src/pki/ocsp/request.ts'
import { checkOcspResponse } from '../../../src/pki/ocsp/status.ts'
import { primitiveContextTag } from '../../../src/pki/der.ts'
import { readCrl } from '../crl-engine.ts'
import { isFields } from '../fields.ts'
import { contextAt, type Material, MaterialError, standIn } from '../material.ts'
import { parseOcspRequest } from '../ocsp-request.ts'
import { anyIssuer } from '../stranger.ts'
import { refusal, type Verdict } from '../verdict.ts'
import { readStructure } from './structures.ts'

/**
 * Inputs that somebody's fuzzer found worth keeping. None may throw anything but PkiError, take longer than a moment, be
 * believed, or be read where neither a strict nor a lenient parser reads it.
 */
export async function judgeFuzz(material: Material): Promise<Verdict> {
  const reader = readers[material.kind] ?? readAll
  const accepted: string[] = []
  const refused: string[] = []
  for (const input of inputsOf(material)) {
    const outcome = outcomeOf(reader, input)
    const fault = await faultOf(outcome, input)
    if (fault) return { ...fault, cause: `${input.name}: ${fault.cause ?? ''}` }
    if (outcome.got === 'parse-ok' && isReadByNobody(input)) accepted.push(input.name)
    if (outcome.got !== 'parse-ok' && isReadByAll(input)) refused.push(input.name)
  }
  if (accepted.length > 0) {
    return { got: `${accepted.length} accepted`, cause: `nobody else reads ${accepted.join(' ')}` }
  }
  return {
    got: 'no-crash',
    ...(refused.length > 0 && { cause: `${refused.length} refused that others read` }),
  }
}

interface Input {
  readonly name: string
  readonly bytes: Bytes
  /** Of the `fuzz-structure` kind: which ASN.1 type it is to be. */
  readonly structure: string | undefined
  /** What others make of it; undefined where nobody was asked. */
  readonly strict: boolean | undefined
  readonly lenient: boolean | undefined
}

type Reader = (input: Input) => unknown

const readCertificate: Reader = ({ bytes }) => parseCertificate(bytes)
const readList: Reader = ({ bytes }) => readCrl(bytes).lists(new Uint8Array())
const readResponse: Reader = ({ bytes }) => parseOcspResponse(bytes)
const readRequest: Reader = ({ bytes }) => parseOcspRequest(bytes)

function readUrl({ bytes }: Input): void {
  const urls = urlOf({ tag: primitiveContextTag(6), der: bytes, content: bytes })
  urls.forEach((url) => ocspGetUrl(url, Uint8Array.of(0)))
}

/** For packs of which nobody knows what they are packs of. */
function readAll(input: Input): void {
  for (const reader of [readCertificate, readList, readResponse, readRequest, readUrl]) {
    try {
      reader(input)
    } catch (error) {
      refusal(error)
    }
  }
}

const readers: Readonly<Record<string, Reader>> = {
  'fuzz-cert': readCertificate,
  'fuzz-crl': readList,
  'fuzz-ocsp': readResponse,
  'fuzz-ocsp-request': readRequest,
  'fuzz-structure': ({ bytes, structure = '' }) => readStructure(structure, bytes),
  'fuzz-url': readUrl,
}

async function faultOf(outcome: Outcome, { bytes }: Input): Promise<Verdict | undefined> {
  if (outcome.got === 'crash') return outcome
  if (outcome.took > patience) return { got: 'slow', cause: `${Math.round(outcome.took)} ms` }
  if (await isBelieved(bytes)) return { got: 'believed', cause: 'says something about any certificate' }
  return undefined
}

/** In milliseconds, on a machine that has other things to do. */
const patience = 2000

interface Outcome extends Verdict {
  /** In milliseconds. */
  readonly took: number
}

function outcomeOf(reader: Reader, input: Input): Outcome {
  const start = performance.now()
  const verdict = readVerdict(reader, input)
  return { ...verdict, took: performance.now() - start }
}

function readVerdict(reader: Reader, input: Input): Verdict {
  try {
    reader(input)
    return { got: 'parse-ok' }
  } catch (error) {
    return refusalOrCrash(error)
  }
}

function refusalOrCrash(error: unknown): Verdict {
  try {
    return refusal(error)
  } catch {
    return { got: 'crash', cause: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }
  }
}

async function isBelieved(bytes: Bytes): Promise<boolean> {
  const subject = { certificate: standIn(anyIssuer, '01'), issuer: anyIssuer }
  const context = contextAt(Date.UTC(2020, 0))
  const statements = [
    await checkOcspResponse(bytes, subject, context),
    await checkCrl(bytes, subject, context),
  ]
  return statements.some(({ status }) => status.kind !== 'unknown')
}

function isReadByNobody({ name, structure, strict, lenient }: Input): boolean {
  // BoringSSL names its seeds by their defect.
  const isNamedBad = structure !== undefined && /^(bad|invalid|trailing|empty)_/.test(name)
  return isNamedBad || (strict === false && lenient === false)
}

const isReadByAll = ({ strict, lenient }: Input): boolean => strict === true && lenient === true

/** The lines of the JSONL files; a file that is none is one input. */
function inputsOf({ files, documents }: Material): readonly Input[] {
  return documents.flatMap((bytes, i) => {
    const file = files[i] ?? ''
    return file.endsWith('.jsonl') ? inputsOfLines(file, bytes) : [plainInput(file, bytes)]
  })
}

function plainInput(name: string, bytes: Bytes): Input {
  return { name, bytes, structure: undefined, strict: undefined, lenient: undefined }
}

function inputsOfLines(file: string, bytes: Bytes): readonly Input[] {
  const lines = new TextDecoder().decode(bytes).split('\n')
  return lines
    .filter((line) => line.trim() !== '')
    .map((line, i) => inputOfLine(parseJson(line), `${file}:${i + 1}`))
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function inputOfLine(value: unknown, where: string): Input {
  if (!isFields(value) || typeof value['b'] !== 'string') throw new MaterialError(`${where}: no input`)
  const { n: name, b: base64, structure, pyca, openssl } = value
  return {
    name: typeof name === 'string' ? name : where,
    bytes: Uint8Array.from(Buffer.from(base64, 'base64')),
    structure: typeof structure === 'string' ? structure : undefined,
    strict: typeof pyca === 'boolean' ? pyca : undefined,
    lenient: typeof openssl === 'boolean' ? openssl : undefined,
  }
}
