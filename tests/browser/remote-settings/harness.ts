import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import type { Bytes } from '../../../src/pki/bytes.ts'
import { PkiError } from '../../../src/pki/pki-error.ts'
import { createIndexedRemoteStore } from '../../../src/browser/remote-settings/indexed-store.ts'
import {
  createRemoteSettings,
  type RemoteSettings,
  type RemoteSettingsParts,
} from '../../../src/browser/remote-settings/remote-settings.ts'
import { ManualClock } from '../../fakes/manual-clock.ts'
import type { PublishedFilter } from '../../lab/remote-settings/filter-records.ts'
import { type RunningRemoteSettings, startRemoteSettings } from '../../lab/remote-settings/start.ts'

export const NOW = Date.UTC(2026, 10, 22)
export const DAY = 86_400_000

export interface Harness {
  readonly server: RunningRemoteSettings
  readonly clock: ManualClock
  /** A client over the database of this harness, as a browser has after each start. */
  client(changes?: Partial<RemoteSettingsParts>): RemoteSettings
  /** Waits for something; once nothing seems to happen any more, time passes. */
  passTime<T>(result: Promise<T>): Promise<T>
}

/** A server, and a database that is empty. */
export async function createHarness(): Promise<Harness> {
  Object.assign(globalThis, { indexedDB: new IDBFactory() })
  const clock = new ManualClock(NOW)
  const server = await startRemoteSettings({ now: NOW })
  return {
    server,
    clock,
    client: (changes) =>
      createRemoteSettings({
        config: () => Promise.resolve(server.access),
        fetch,
        clock,
        isOnline: () => true,
        store: createIndexedRemoteStore(),
        crypto: crypto.subtle,
        browserVersion: async () => 153,
        accept,
        ...changes,
      }),
    passTime: (result) => withTimePassing({ clock, server }, result),
  }
}

/** Not before the server has been left alone for a while: until then it is only the machine that is slow. */
async function withTimePassing<T>(
  { clock, server }: Pick<Harness, 'clock' | 'server'>,
  result: Promise<T>,
): Promise<T> {
  const over = result.then(() => 'over')
  for (let asked = -1; ; asked = server.requests.length) {
    if ((await Promise.race([over, realTime(QUIET_MS)])) === 'over') return result
    if (asked === server.requests.length) await clock.advance(60_000)
  }
}

const QUIET_MS = 400

function realTime(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}

/** A parser that knows two versions, and wants more than the version. */
export function accept(bytes: Bytes): void {
  const [version = 0] = bytes
  if (version !== 3 && version !== 4) throw new PkiError('unsupported', `version ${version}`)
  if (bytes.length < 8) throw new PkiError('malformed', 'too short')
}

/** A full filter and as many deltas: bytes that are all different, the first of them the version. */
export function filters(deltas: number, { seed = 0, size = 1000 } = {}): readonly PublishedFilter[] {
  return Array.from({ length: deltas + 1 }, (_, i) => ({
    bytes: Uint8Array.from({ length: size + i }, (_, at) =>
      at === 0 ? 4 : (seed * 7 + i * 31 + at * 13) & 0xff,
    ),
    effectiveTimestamp: NOW - 30 * DAY + i * (DAY / 2),
  }))
}

export function oneCrlRecords(...serials: readonly string[]) {
  return serials.map((serialNumber) => ({
    id: `record-${serialNumber}`,
    issuerName: 'MA==',
    serialNumber,
    enabled: false,
    details: { why: 'é€\u{1f600}' },
  }))
}
