import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { soak } from './soak.ts'
import { violations } from './violations.ts'

/** A twentieth of everything, bounds included; the whole is `npm run bench -- soak`. */
const PLAN = { hosts: 500, requests: 5_000, share: 0.05 }

describe(`a week of use, ${PLAN.requests} requests to ${PLAN.hosts} hosts`, () => {
  it(
    'leaves storage within its bounds, memory as it was and decisions as quick',
    { timeout: 400_000 },
    async () => {
      const result = await soak(PLAN)
      expect(violations(result, PLAN)).toEqual([])
      expect(result.tenths).toHaveLength(10)
    },
  )
})
