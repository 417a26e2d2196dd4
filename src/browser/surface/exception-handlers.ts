import { isDuration } from '../../policy/exception.ts'
import type { ExceptionStore } from '../storage/exception-store.ts'
import type { Handlers } from './message-router.ts'

/** What the options page may do with exceptions. `onTaken`: pages that stand open by one that is no more are to be held. */
export function createExceptionHandlers(
  exceptions: ExceptionStore,
  onTaken: () => Promise<void>,
): Pick<Handlers, 'exceptions' | 'exceptions.change' | 'exceptions.remove' | 'exceptions.clear'> {
  const takenBy = async (change: Promise<void>) => {
    await change
    void onTaken()
    return exceptions.list()
  }
  return {
    exceptions: () => exceptions.list(),
    async 'exceptions.change'({ id, duration }) {
      if (isDuration(duration)) await exceptions.setDuration(id, duration)
      return exceptions.list()
    },
    'exceptions.remove': ({ id }) => takenBy(exceptions.remove(id)),
    'exceptions.clear': () => takenBy(exceptions.clear()),
  }
}
