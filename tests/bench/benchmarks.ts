import { beforeSending } from './before-sending/before-sending.ts'
import type { Benchmark } from './benchmark.ts'
import { crl } from './crl/crl.ts'
import { crlite } from './crlite/crlite.ts'
import { guard } from './guard/guard.ts'
import { ocsp } from './ocsp/ocsp.ts'
import { soakInFirefox } from './soak-in-firefox/soak-in-firefox.ts'
import { soak } from './soak/soak.ts'

/** Every benchmark, in the order in which they run. */
export const BENCHMARKS: readonly Benchmark[] = [ocsp, crl, crlite, guard, beforeSending, soak, soakInFirefox]
