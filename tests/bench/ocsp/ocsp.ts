import { fileURLToPath } from 'node:url'
import type { KeyKind } from '../../lab/pki/key.ts'
import type { Benchmark } from '../benchmark.ts'
import { figureOf, type Figure, type Limit, quantile } from '../figure.ts'
import { measureInFirefox, measureInNode, type Course } from '../course.ts'
import { measure, type Contest, type Times } from './contest.ts'
import { timeOpenssl } from './processes.ts'
import { makeResponses, type Signer } from './responses.ts'

const ROUNDS = 400
const PROCESSES = 40
/** Of a stored response, and of the check alone where a delegate has signed; in Firefox, ms. */
const STORED_MS = 3
const DELEGATE_MS = 2

export const ocsp: Benchmark = {
  name: 'ocsp',
  title: 'what an OCSP response says, verified',
  async run() {
    const cases = (await Promise.all(KEYS.map(casesOf))).flat()
    const contests = cases.map(({ contest }) => contest)
    const inFirefox = await measureInFirefox(COURSE, contests)
    await imitateIndexedDb()
    const inNode = await measureInNode(COURSE, contests)
    const processes: (readonly Figure[])[] = []
    for (const { name, contest } of cases)
      processes.push(await timeOpenssl(`Node: ${name}`, contest, PROCESSES))
    return {
      figures: [
        ...cases.flatMap((one, index) => figuresInFirefox(one, inFirefox[index])),
        ...cases.flatMap(({ name }, index) => figuresOf(`Node: ${name}`, inNode[index])),
        ...processes.flat(),
      ],
      notes: NOTES,
    }
  },
}

const NOTES = [
  'The check alone has to be no slower than pkijs in Firefox, and take less than 2 ms where a delegate has signed.',
  'In Node the store is an imitation in memory.',
  'openssl: a whole process. What it needs to start is the process that says its version.',
]

const COURSE: Course<Contest, Times> = {
  module: fileURLToPath(new URL('contest.ts', import.meta.url)),
  measure,
}

const KEYS: readonly { readonly kind: KeyKind; readonly title: string }[] = [
  { kind: 'p256', title: 'P-256' },
  { kind: 'rsa2048', title: 'RSA-2048' },
]
const SIGNERS: readonly Signer[] = ['issuer', 'delegate']

async function casesOf({ kind, title }: (typeof KEYS)[number]) {
  const responses = await makeResponses(kind)
  return SIGNERS.map((signer) => ({
    name: `${title}, by the ${signer}`,
    signer,
    contest: { ...responses[signer], rounds: ROUNDS },
  }))
}

async function imitateIndexedDb(): Promise<void> {
  const { default: _, ...imitation } = await import('fake-indexeddb')
  Object.assign(globalThis, imitation)
}

function figuresInFirefox(
  { name, signer }: { readonly name: string; readonly signer: Signer },
  times: Times | undefined,
): readonly Figure[] {
  const pkijs = quantile(times?.pkijs ?? [], 0.5)
  return figuresOf(`Firefox: ${name}`, times, {
    stored: { of: 'median', value: STORED_MS },
    check: { of: 'median', value: signer === 'delegate' ? Math.min(DELEGATE_MS, pkijs) : pkijs },
  })
}

function figuresOf(
  group: string,
  times: Times | undefined,
  limits: { readonly stored?: Limit; readonly check?: Limit } = {},
): readonly Figure[] {
  if (times === undefined) throw new Error(`${group} was not measured`)
  const against = { name: 'pkijs', times: times.pkijs }
  return [
    figureOf({
      group,
      name: 'stored response, recalled',
      times: times.stored,
      against,
      limits: limits.stored ? [limits.stored] : [],
    }),
    figureOf({
      group,
      name: 'the check alone',
      times: times.check,
      against,
      limits: limits.check ? [limits.check] : [],
    }),
    figureOf({ group, name: 'pkijs: parse and verify', times: times.pkijs }),
  ]
}
