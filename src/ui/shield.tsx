import type { Face } from '../browser/surface/face.ts'

interface Shape {
  readonly body: string
  readonly mark?: string
}

const WHOLE = 'M8 1 2.2 3v4.6C2.2 11.2 4.6 13.8 8 15c3.4-1.2 5.8-3.8 5.8-7.4V3Z'

/** The shapes of `icons/*.svg`, without their colours; a test holds the two together. */
export const SHIELDS: Readonly<Record<Face, Shape>> = {
  verified: { body: WHOLE, mark: 'm4.9 8.2 2.3 2.3 4-4.7' },
  unverified: {
    body: 'M13.7 8.9c.07-.4.1-.85.1-1.3V3L8 1 2.2 3v4.6C2.2 11.2 4.6 13.8 8 15c1-.35 1.9-.83 2.7-1.4',
    mark: 'M6 6.1c0-1.15.9-1.9 2-1.9s2 .75 2 1.8c0 1.35-2 1.5-2 2.9m0 2.4v.01',
  },
  revoked: {
    body: 'M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1Z',
    mark: 'm5.4 5.4 5.2 5.2m0-5.2-5.2 5.2',
  },
  'not-checked': { body: WHOLE },
  checking: { body: WHOLE, mark: 'M4.9 7.7v.01m3.1-.01v.01m3.1-.01v.01' },
}

/** Decoration: the word for it always stands beside. */
export function Shield({ name }: { readonly name: Face }) {
  const { body, mark } = SHIELDS[name]
  return (
    <svg class={`shield shield-${name}`} viewBox="0 0 16 16" aria-hidden="true">
      <path class="shield-body" d={body} />
      {mark !== undefined && <path class="shield-mark" d={mark} />}
    </svg>
  )
}
