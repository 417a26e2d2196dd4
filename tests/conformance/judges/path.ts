import { given, type Material } from '../material.ts'
import { refusal, type Verdict } from '../verdict.ts'

/** Path validation is the part of Firefox: of such a case we say no more than that its certificates can be read. */
export function judgePath({ certificate, leaf, chain, trust }: Material): Verdict {
  try {
    for (const path of [given(leaf, 'leaf'), ...chain, ...trust]) certificate(path)
    return { got: 'parse-ok', also: ['good', 'chain-invalid'] }
  } catch (error) {
    return { ...refusal(error), also: ['chain-invalid'] }
  }
}
