import type { RemoteCause } from '../../../src/browser/remote-settings/cause.ts'
import type { CollectionName } from '../../../src/browser/remote-settings/config.ts'
import type { RemoteBehaviour } from './remote-settings-server.ts'

/** What must be said of an update when the server behaves so, and of which collections. */
export interface ExpectedCause {
  readonly behaviour: RemoteBehaviour
  readonly cause: RemoteCause
  readonly befalls: readonly CollectionName[]
}

const both: readonly CollectionName[] = ['onecrl', 'cert-revocations']
const filtersOnly: readonly CollectionName[] = ['cert-revocations']

export const EXPECTED_CAUSES: readonly ExpectedCause[] = [
  { behaviour: 'bad-signature', cause: 'bad-signature', befalls: both },
  { behaviour: 'chain-elsewhere', cause: 'url-refused', befalls: both },
  { behaviour: 'replayed', cause: 'replayed', befalls: both },
  { behaviour: 'html', cause: 'not-json', befalls: both },
  { behaviour: 'http-500', cause: 'http-error', befalls: both },
  { behaviour: 'http-503', cause: 'http-error', befalls: both },
  { behaviour: 'redirect', cause: 'unreachable', befalls: both },
  { behaviour: 'cut-off', cause: 'unreachable', befalls: both },
  { behaviour: 'silent', cause: 'timed-out', befalls: both },
  { behaviour: 'endless-changeset', cause: 'too-large', befalls: both },
  { behaviour: 'wrong-hash', cause: 'wrong-hash', befalls: filtersOnly },
  { behaviour: 'truncated-attachment', cause: 'wrong-size', befalls: filtersOnly },
  { behaviour: 'endless-attachment', cause: 'wrong-size', befalls: filtersOnly },
  { behaviour: 'cut-mid-download', cause: 'unreachable', befalls: filtersOnly },
  { behaviour: 'slow', cause: 'timed-out', befalls: filtersOnly },
  { behaviour: 'http-404-attachment', cause: 'http-error', befalls: filtersOnly },
  { behaviour: 'unknown-version', cause: 'unknown-version', befalls: filtersOnly },
]
