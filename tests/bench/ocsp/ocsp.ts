import { fileURLToPath } from 'node:url'
import type { KeyKind } from '../../lab/pki/key.ts'
import type { Benchmark } from '../benchmark.ts'
import { figureOf, type Figure } from '../figure.ts'
import { measureInFirefox, measureInNode, type Course } from '../course.ts'
import { measure, type Contest, type Times } from './contest.ts'
import { makeResponses, type Signer } from './responses.ts'

const ROUNDS = 400
/** Of a stored response, in Firefox, ms. */
const LIMIT_MS = 3

export const ocsp: Benchmark = {
  name: 'ocsp',
  title: 'what an OCSP response says, verified',
  async run() {
    const cases = (await Promise.all(KEYS.map(casesOf))).flat()
    const contests = cases.map(({ contest }) => contest)
    const inFirefox = await measureInFirefox(COURSE, contests)
    await imitateIndexedDb()
    const inNode = await measureInNode(COURSE, contests)
    return {
      figures: [
        ...cases.flatMap(({ name }, index) => figuresOf('Firefox', name, inFirefox[index])),
        ...cases.flatMap(({ name }, index) => figuresOf('Node', name, inNode[index])),
      ],
      notes: ['In Node the store is an imitation in memory.'],
    }
  },
}

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
    contest: { ...responses[signer], rounds: ROUNDS },
  }))
}

async function imitateIndexedDb(): Promise<void> {
  const { default: _, ...imitation } = await import('fake-indexeddb')
  Object.assign(globalThis, imitation)
}

function figuresOf(place: 'Firefox' | 'Node', name: string, times: Times | undefined): readonly Figure[] {
  if (times === undefined) throw new Error(`${name} was not measured in ${place}`)
  const group = `${place}: ${name}`
  const against = { name: 'pkijs', times: times.pkijs }
  const limit = place === 'Firefox' ? { limit: { of: 'median', value: LIMIT_MS } as const } : {}
  return [
    figureOf({ group, name: 'stored response, recalled', times: times.stored, against, ...limit }),
    figureOf({ group, name: 'the check alone', times: times.check, against }),
    figureOf({ group, name: 'pkijs: parse and verify', times: times.pkijs }),
  ]
}
