import type { UnderJudgement } from '../../src/browser/guard/under-judgement.ts'

/** Nothing was left undecided, nor will be. */
export const NONE_UNDER_JUDGEMENT: UnderJudgement = {
  begin: () => undefined,
  end: () => undefined,
  leftOver: () => Promise.resolve(undefined),
  framesLeftOver: () => Promise.resolve([]),
  takeFrame: () => Promise.resolve(false),
}
