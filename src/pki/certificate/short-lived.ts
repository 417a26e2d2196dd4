import type { Certificate } from './certificate.ts'

const day = 86_400_000

/**
 * Whether the certificate is a Short-lived Subscriber Certificate, whose revocation the CA need not publish: Baseline
 * Requirements §1.6.1 (10 days, from 2026-03-15 on 7 days), §4.9.9 and §7.1.2.11.2.
 */
export function isShortLived({ isCa, notBefore, notAfter }: Certificate): boolean {
  // Baseline Requirements §6.3.2: notAfter is inclusive, so that the second it names counts.
  const validity = notAfter - notBefore + 1000
  return !isCa && validity <= (notBefore < sevenDaysFrom ? 10 : 7) * day
}

const sevenDaysFrom = Date.UTC(2026, 2, 15)
