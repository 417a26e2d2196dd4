import type { ComponentChildren } from 'preact'
import type { Face } from '../../browser/surface/face.ts'
import { Shield } from '../shield.tsx'

interface Props {
  readonly face: Face
  readonly heading: string
  readonly lead?: string
  /** For those who hear it: at once, or when they pause; undefined where what is around it says so. */
  readonly told?: 'at-once' | 'politely'
  /** Between the two. */
  readonly children?: ComponentChildren
}

/** What happened, in a shield, a heading and a sentence. */
export function HoldHead({ face, heading, lead, told, children }: Props) {
  return (
    <div
      class="hold-head"
      role={told === 'at-once' ? 'alert' : undefined}
      aria-live={told === 'politely' ? 'polite' : undefined}
    >
      <Shield name={face} />
      <div>
        <h1>{heading}</h1>
        {children}
        {lead !== undefined && <p class="lead">{lead}</p>}
      </div>
    </div>
  )
}
