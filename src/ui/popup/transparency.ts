/** What Firefox says of a certificate's timestamps from public logs (RFC 6962), as it writes it. */
const STATUSES = [
  'not-applicable',
  'policy-compliant',
  'policy-not-enough-scts',
  'policy-not-diverse-scts',
] as const

export type Transparency = (typeof STATUSES)[number]

/** Undefined for a status that came with a later Firefox. */
export function transparencyOf(status: string | undefined): Transparency | undefined {
  return STATUSES.find((each) => each === status?.replaceAll('_', '-'))
}
