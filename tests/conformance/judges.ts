import { judgeCrl, judgeCrlSignature } from './judges/crl.ts'
import { judgeCrlChain } from './judges/crl-chain.ts'
import { judgeCrlLookup } from './judges/crl-lookup.ts'
import { judgeCrlScope } from './judges/crl-scope.ts'
import { judgeCrlite, judgeOneCrl } from './judges/crlite.ts'
import { judgeFuzz } from './judges/fuzz.ts'
import { judgeOcsp, judgeOcspSignature } from './judges/ocsp.ts'
import { judgeOcspRequestBuild } from './judges/ocsp-request-build.ts'
import {
  judgeCertificateParse,
  judgeCrlParse,
  judgeOcspParse,
  judgeOcspRequestParse,
} from './judges/parse.ts'
import { judgePath } from './judges/path.ts'
import { judgeTlsFeature } from './judges/tls-feature.ts'
import type { Material } from './material.ts'
import type { Verdict } from './verdict.ts'

export type Judge = (material: Material) => Verdict | Promise<Verdict>

const judges: Readonly<Record<string, Judge>> = {
  chain: judgePath,
  'cert-parse': judgeCertificateParse,
  crl: judgeCrl,
  'crl-chain': judgeCrlChain,
  'crl-lookup': judgeCrlLookup,
  'crl-parse': judgeCrlParse,
  'crl-scope': judgeCrlScope,
  'crl-signature': judgeCrlSignature,
  crlite: judgeCrlite,
  ocsp: judgeOcsp,
  'ocsp-parse': judgeOcspParse,
  'ocsp-request-build': judgeOcspRequestBuild,
  'ocsp-request-parse': judgeOcspRequestParse,
  'ocsp-signature': judgeOcspSignature,
  onecrl: judgeOneCrl,
  'tls-feature': judgeTlsFeature,
}

/** Undefined for a kind that nobody here can judge. */
export function judgeOf(kind: string): Judge | undefined {
  return judges[kind] ?? (kind.startsWith('fuzz-') ? judgeFuzz : undefined)
}
