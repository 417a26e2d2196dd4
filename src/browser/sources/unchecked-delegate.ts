import type { Statement } from '../../pki/statement.ts'

/**
 * A delegated responder without id-pkix-ocsp-nocheck may have been revoked itself (RFC 6960 §4.2.2.2.1). CAs under a
 * built-in root must give it (Baseline Requirements §4.9.9), so there it may not vouch; that it says "revoked" still counts.
 */
export function refuseUncheckedDelegate(statement: Statement, isBuiltInRoot: boolean): Statement {
  if (!isBuiltInRoot || statement.uncheckedDelegate === undefined || statement.status.kind !== 'good') {
    return statement
  }
  const detail = 'a delegate that may have been revoked itself'
  return { ...statement, status: { kind: 'unknown', cause: 'responder-not-authorized', detail } }
}
