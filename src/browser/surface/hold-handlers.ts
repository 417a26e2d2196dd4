import { isDuration } from '../../policy/exception.ts'
import type { Hold } from '../guard/hold.ts'
import type { Holds } from '../guard/holds.ts'
import type { HoldState } from '../messages.ts'
import type { Handlers, Sender } from './message-router.ts'

/**
 * What an interstitial may ask, about the hold of its own tab and no other: a tab that was copied, reopened or given the
 * address of another's interstitial has nothing to say about it. It is told where the page is, to be judged there anew.
 */
export function createHoldHandlers(
  holds: Pick<Holds, 'find' | 'state' | 'retry' | 'continueAnyway'>,
): Pick<Handlers, 'hold' | 'hold.retry' | 'hold.continue'> {
  async function ifOwn(
    id: string,
    sender: Sender,
    answer: (id: string) => Promise<HoldState>,
  ): Promise<HoldState> {
    const hold = await holds.find(id)
    if (hold === undefined) return { phase: 'gone' }
    if (isOf(hold, sender)) return answer(id)
    return hold.isPrivate === sender.isPrivate ? { phase: 'gone', url: hold.url } : { phase: 'gone' }
  }

  return {
    hold: ({ id }, sender) => ifOwn(id, sender, holds.state),
    'hold.retry': ({ id }, sender) => ifOwn(id, sender, holds.retry),
    async 'hold.continue'({ id, duration, typedHost }, sender) {
      const hold = await holds.find(id)
      if (hold === undefined || !isOf(hold, sender) || !isDuration(duration)) return false
      return holds.continueAnyway(id, { duration, ...(typeof typedHost === 'string' ? { typedHost } : {}) })
    },
  }
}

function isOf({ tabId, isPrivate }: Hold, sender: Sender): boolean {
  return tabId === sender.tabId && isPrivate === sender.isPrivate
}
