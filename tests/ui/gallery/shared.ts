import {
  NOW,
  chain,
  goodCrl,
  intermediate,
  leaf,
  revokedByOcsp,
  revokedVerdict,
  unverifiedVerdict,
} from '../samples.ts'

export const nothing = () => {}

export const declared = { state: 'on', basis: 'declared', sureness: 'certain', since: NOW, at: NOW } as const
export const declaredSample = {
  'ocsp-enabled': declared,
  'ocsp-require': declared,
  'hard-fail': { ...declared, basis: 'drill' },
  stapling: declared,
  'must-staple': { ...declared, state: 'off' },
  crlite: { ...declared, basis: 'pasted' },
  'https-only': { ...declared, sureness: 'likely', basis: 'own-requests' },
} as const

export const companyReport = {
  ...chain({ ...unverifiedVerdict, kind: 'unverifiable', cause: 'no-pointer' }, [
    {
      ...leaf,
      subjectName: 'intranet.company.example',
      issuerName: 'Company Root CA',
      standing: 'unverifiable',
      crlUrls: [],
      evidence: [],
    },
  ]),
  rootName: 'Company Root CA',
  isBuiltInRoot: false,
}

export const stolenKeyVerdict = { ...revokedVerdict, source: 'compromised-key' } as const
export const stolenKeyReport = chain(stolenKeyVerdict, [
  {
    ...leaf,
    standing: 'revoked',
    evidence: [goodCrl, { ...revokedByOcsp, source: 'compromised-key', obtained: 'stored' }],
  },
  intermediate,
])
