import type { Clock } from './clock.ts'
import type { Evidence, SourceId } from './evidence.ts'

/** What it gives; where it throws or rejects, evidence that says so. */
export async function safely<T>(
  source: SourceId,
  clock: Clock,
  run: () => Promise<T>,
): Promise<T | Evidence> {
  const at = clock.now()
  try {
    return await run()
  } catch (error) {
    const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return {
      source,
      status: { kind: 'unknown', cause: 'internal-fault', detail },
      obtained: 'observed',
      at,
      tookMs: clock.now() - at,
    }
  }
}
