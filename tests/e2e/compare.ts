import type { Expectation } from '../lab/scenario.ts'
import type { Sighting } from './visit-scenario.ts'

/** In what respects the sighting is not as expected: none where all is well. */
export function findDifferences(expected: Expectation, seen: Sighting): readonly string[] {
  const { outcome, error, within, ...decision } = expected
  const differences = [
    compare('outcome', outcome, seen.outcome),
    compare('error', error, seen.error),
    compare('verdict', decision.verdict, seen.decision?.verdict),
    compare('cause', decision.cause, seen.decision?.cause),
    compareOneOf('source', decision.sources, seen.decision?.source),
    compare('certificate', decision.certificate, seen.decision?.certificate),
    within !== undefined && seen.tookMs > within ? `took ${seen.tookMs} ms, expected at most ${within}` : '',
    outcome !== 'opens' && seen.bodyShown ? 'the page’s body was shown' : '',
    seen.touched.length > 0 ? `asked ${seen.touched.join(', ')}` : '',
  ]
  return differences.filter((difference) => difference !== '')
}

// What is not expected in particular may be anything.
function compare(
  what: string,
  expected: string | number | undefined,
  seen: string | number | undefined,
): string {
  return expected === undefined || expected === seen ? '' : `${what} ${seen ?? 'none'}, expected ${expected}`
}

function compareOneOf(
  what: string,
  expected: readonly string[] | undefined,
  seen: string | undefined,
): string {
  const isExpected = expected === undefined || expected.some((one) => one === seen)
  return isExpected ? '' : `${what} ${seen ?? 'none'}, expected ${expected.join(' or ')}`
}
