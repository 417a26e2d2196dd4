import { parseCertificate } from '../../pki/certificate/parse.ts'
import type { Clock } from '../../policy/clock.ts'
import { type Evidence, isFinal } from '../../policy/evidence.ts'
import { isCompromise, type KeyHolder, othersInForce, revokedWith } from '../../policy/known-key.ts'
import { safely } from '../../policy/safely.ts'
import type { Inquiry, NetworkSource, Source, Subject } from '../../policy/source.ts'
import type { Background } from '../background.ts'
import { fromBase64 } from '../storage/base64.ts'
import type { KeyLedger } from './key-ledger.ts'

interface KeysParts {
  readonly ledger: KeyLedger
  /** Who knows why a certificate was revoked, in the order in which they are asked. */
  readonly sources: readonly NetworkSource[]
  readonly background: Background
  readonly clock: Clock
  /** Something is known that was not when the standing verdicts were reached. */
  readonly onLearned: () => Promise<void>
}

export interface Keys {
  /** Says of a certificate that its key was stolen, where another one was revoked for that. */
  readonly source: Source
  /** The same source, listened to: that a key was stolen is kept in mind. */
  readonly overhear: (source: NetworkSource) => NetworkSource
}

/**
 * The lesson of Heartbleed: certificates were revoked because their keys had been stolen, and new ones issued for the same
 * keys. A certificate whose key another one had is asked about together with that other one.
 */
export function createKeys({ ledger, sources, background, clock, onLearned }: KeysParts): Keys {
  const overhear = (source: NetworkSource): NetworkSource => ({
    id: source.id,
    recall: async (subject, inquiry) => {
      const evidence = await source.recall(subject, inquiry)
      if (evidence !== undefined) await listen(evidence, subject, inquiry)
      return evidence
    },
    ask: async (subject, inquiry) => {
      const evidence = await source.ask(subject, inquiry)
      await listen(evidence, subject, inquiry)
      return evidence
    },
  })
  const overheard = sources.map(overhear)

  async function listen(evidence: Evidence, subject: Subject, { isPrivate }: Inquiry): Promise<void> {
    if (!isCompromise(evidence) || !isFinal(evidence, clock.now())) return
    // What cannot be written down is said all the same.
    const isNews = await ledger.noteCompromise(subject, evidence, isPrivate).catch(() => false)
    if (isNews) await onLearned()
  }

  /** Of each other certificate with the key, what the CA has published by now. */
  async function askAbout(others: readonly KeyHolder[], subject: Subject, inquiry: Inquiry): Promise<void> {
    for (const holder of others) {
      // Of private windows it is not noted whom they made us ask.
      if (!inquiry.isPrivate && !(await ledger.isDue(holder.fingerprint))) continue
      background.run(`key ${holder.fingerprint}`, async (cancellation) => {
        for (const source of overheard) {
          const asked = { ...inquiry, now: clock.now(), cancellation, isBackground: true }
          const evidence = await safely(source.id, clock, () =>
            source.ask(otherSubject(holder, subject), asked),
          )
          if (evidence.status.kind !== 'unknown') return
        }
      })
    }
  }

  /** What is at hand about another certificate with the key. */
  async function recallAbout(
    holder: KeyHolder,
    subject: Subject,
    inquiry: Inquiry,
  ): Promise<Evidence | undefined> {
    const said = await Promise.all(
      sources.map((source) => source.recall(otherSubject(holder, subject), inquiry)),
    )
    return said.find(
      (evidence) => evidence !== undefined && isCompromise(evidence) && isFinal(evidence, clock.now()),
    )
  }

  const source: Source = {
    id: 'compromised-key',
    async recall(subject, inquiry) {
      const { fingerprint, key, isNew } = await ledger.meet(subject, inquiry.isPrivate)
      const { notAfter } = subject.certificate
      if (key.compromise !== undefined) {
        return key.compromise.fingerprint === fingerprint ? undefined : revokedWith(key.compromise, notAfter)
      }
      const others = othersInForce(key, fingerprint, clock.now())
      for (const holder of others) {
        const evidence = await recallAbout(holder, subject, inquiry)
        if (evidence === undefined) continue
        await ledger.noteCompromise(otherSubject(holder, subject), evidence, inquiry.isPrivate)
        return revokedWith({ fingerprint: holder.fingerprint, evidence }, notAfter)
      }
      if (isNew || !inquiry.isPrivate) await askAbout(others, subject, inquiry)
      return undefined
    },
  }

  return { source, overhear }
}

function otherSubject({ certificate, issuer }: KeyHolder, { role, isBuiltInRoot }: Subject): Subject {
  return {
    certificate: parseCertificate(fromBase64(certificate)),
    issuer: parseCertificate(fromBase64(issuer)),
    role,
    isBuiltInRoot,
  }
}
