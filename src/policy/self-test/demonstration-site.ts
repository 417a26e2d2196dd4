/** What a CA keeps on show, so that browsers can be tried out (CA/B Forum Baseline Requirements §2.2). */
export interface DemonstrationSite {
  readonly ca: string
  /** Address of a site whose certificate the CA has revoked. */
  readonly revoked: string
  /** Of one whose certificate is in order: the control. */
  readonly valid?: string
}

/** One address to be tried. */
export interface Trial {
  readonly ca: string
  readonly url: string
  readonly shows: Shows
}

/** What its CA says of the certificate. */
export type Shows = 'revoked' | 'valid'

export function trialsOf(sites: readonly DemonstrationSite[]): readonly Trial[] {
  return sites.flatMap(({ ca, revoked, valid }): readonly Trial[] => [
    { ca, url: revoked, shows: 'revoked' },
    ...(valid === undefined ? [] : [{ ca, url: valid, shows: 'valid' } as const]),
  ])
}
