import type { Level } from '../../../src/policy/settings.ts'

/*
 * What must be held, from the description of the product alone (its words, its levels): not from the code.
 */

/** What can be known within the time there is. */
export type Knowable = 'revoked' | 'good' | 'nothing'

export type Role = 'page' | 'frame' | 'worker' | 'part' | 'page unsent' | 'part unsent'

interface Situation {
  readonly level: Level
  readonly role: Role
  readonly knowable: Knowable
  readonly isBuiltInRoot: boolean
  /** The certificate names a CRL or a responder. */
  readonly namesSomebody: boolean
}

type Word = 'verified' | 'revoked' | 'unverified' | 'unverifiable'

function wordFor({ knowable, isBuiltInRoot, namesSomebody }: Situation): Word {
  if (knowable === 'revoked') return 'revoked'
  if (knowable === 'good') return 'verified'
  return isBuiltInRoot || namesSomebody ? 'unverified' : 'unverifiable'
}

/** A frame shows a document, and a service worker's fetch may be one; everything else is a part. */
const IS_PART: Readonly<Record<Role, boolean>> = {
  page: false,
  frame: false,
  worker: false,
  'page unsent': false,
  part: true,
  'part unsent': true,
}

const FORBIDDEN: Readonly<
  Record<Level, { readonly pages: readonly Word[]; readonly parts: readonly Word[] }>
> = {
  watch: { pages: [], parts: [] },
  guard: { pages: ['revoked', 'unverified'], parts: ['revoked'] },
  lockdown: {
    pages: ['revoked', 'unverified', 'unverifiable'],
    parts: ['revoked', 'unverified', 'unverifiable'],
  },
}

export function mayBeShown(situation: Situation): boolean {
  const { level, role } = situation
  const forbidden = FORBIDDEN[level][IS_PART[role] ? 'parts' : 'pages']
  return !forbidden.includes(wordFor(situation))
}
