import { describe, expect, it } from 'vitest'
import type { Cause } from '../../src/policy/cause.ts'
import { EVERY_CAUSE } from '../fakes/every-cause.ts'
import { cellsOf, FAULTS_OF } from './faults/cells.ts'
import type { Fault, Tier, Victim } from './faults/fault.ts'
import { put } from './faults/put.ts'

/*
 * Everything that is relied on × every way in which it can fail × level × kind of request × kind of CA × what the others
 * have to say, put to the real sources, store, checker, policy and guard: for the certificate of a site under its root, and
 * for that of a CA between the two, × what there is to know of the site's own meanwhile.
 */

const TIERS: readonly (readonly [string, Tier])[] = [
  ['that of the site', 'leaf'],
  ['that of a CA below the root', 'intermediate'],
]

describe.each(TIERS)('the fault matrix: the certificate is %s', (_, tier) => {
  const cells = cellsOf(tier)
  const victims = [...new Set(FAULTS_OF[tier].map(({ victim }) => victim))]

  it.each(
    victims.map((victim): [Victim, number] => [
      victim,
      cells.filter(({ fault }) => fault.victim === victim).length,
    ]),
  )(
    '%s fails: none of %i cells shows what its level forbids, takes longer than the deadline, or holds what is good',
    { timeout: 300_000 },
    async (victim) => {
      const wrong: string[] = []
      const named = new Map<Fault, Set<Cause>>()
      for (const cell of cells.filter(({ fault }) => fault.victim === victim)) {
        const { wrong: fault, causes } = await put(cell)
        if (fault !== undefined) wrong.push(fault)
        named.set(cell.fault, new Set([...(named.get(cell.fault) ?? []), ...causes]))
      }
      expect(wrong).toEqual([])
      const missing = [...named].flatMap(([fault, causes]) => {
        const cause = causeOf(fault)
        return cause === undefined || causes.has(cause) ? [] : [`${fault.name}: ${[...causes].join()}`]
      })
      expect(missing, 'faults that do not come to the cause that they are named by').toEqual([])
    },
  )
})

describe('the faults', () => {
  it('have every cause that there is', () => {
    const covered = new Set(FAULTS_OF.leaf.map(causeOf))
    expect(EVERY_CAUSE.filter((cause) => !covered.has(cause))).toEqual([])
  })
})

/** By whose name it is called. */
function causeOf({ name }: Fault): Cause | undefined {
  return EVERY_CAUSE.find((cause) => name === cause || name.startsWith(`${cause} (`))
}
