import type { Level } from '../../../src/policy/settings.ts'

/*
 * What a connection must be called and what must be held, from the description of the product alone (its words, its
 * levels): not from the code.
 */

/** What can be known within the time there is. */
export type Knowable = 'revoked' | 'good' | 'nothing'

/** What OneCRL says of a certificate. What it lists is listed however old it is; of the others it must be fresh. */
export type Listing = 'lists it' | 'does not list it' | 'says nothing'

export type Role = 'page' | 'frame' | 'worker' | 'part' | 'page unsent' | 'part unsent'

/** What there is to know of one certificate. */
export interface Known {
  readonly listing: Listing
  /** By what lies in the store, and counts. */
  readonly stored: Knowable
  /** By whom the certificate names. */
  readonly knowable: Knowable
  /** The certificate names a CRL or a responder. */
  readonly namesSomebody: boolean
  readonly isShortLived: boolean
}

export interface Situation {
  readonly level: Level
  readonly role: Role
  readonly isBuiltInRoot: boolean
  readonly leaf: Known
  /** The certificate between the leaf and the root, where there is one. */
  readonly intermediate?: Known
}

export type Word = 'verified' | 'revoked' | 'unverified' | 'unverifiable' | 'exempt'

/** What the connection is called, and the certificates (0 = leaf) that it may be for: those that are called so themselves. */
export interface Ruling {
  readonly word: Word
  readonly certificates: readonly number[]
}

/** A chain is as good as the worst of it. */
const WORST_FIRST: readonly Word[] = ['revoked', 'unverified', 'unverifiable', 'exempt', 'verified']

export function rulingOn(situation: Situation): Ruling {
  const { leaf, intermediate } = situation
  const words = [
    wordFor(leaf, situation, false),
    ...(intermediate === undefined ? [] : [wordFor(intermediate, situation, true)]),
  ]
  const word = WORST_FIRST.find((one) => words.includes(one)) ?? 'unverified'
  return { word, certificates: words.flatMap((one, depth) => (one === word ? [depth] : [])) }
}

function wordFor(
  { listing, stored, knowable, namesSomebody, isShortLived }: Known,
  { level, isBuiltInRoot, role }: Situation,
  isIntermediate: boolean,
): Word {
  if (listing === 'lists it' || stored === 'revoked') return 'revoked'
  // CAs must disclose which intermediates they revoke, and those are listed. In lockdown that is not enough.
  const isDisclosed =
    isIntermediate && isBuiltInRoot && listing === 'does not list it' && level !== 'lockdown'
  const isVouchedFor = isDisclosed || stored === 'good'
  // Nobody is asked then, but before anything is sent.
  if (isVouchedFor && !role.endsWith('unsent')) return 'verified'
  if (knowable === 'revoked') return 'revoked'
  if (knowable === 'good' || isVouchedFor) return 'verified'
  if (isShortLived && !isIntermediate) return 'exempt'
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

export function mayBeShown({ word }: Ruling, { level, role }: Situation): boolean {
  return !FORBIDDEN[level][IS_PART[role] ? 'parts' : 'pages'].includes(word)
}
