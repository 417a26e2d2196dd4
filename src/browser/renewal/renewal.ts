import { parseCertificate } from '../../pki/certificate/parse.ts'
import { Cancellation } from '../../policy/cancellation.ts'
import type { Clock } from '../../policy/clock.ts'
import { freshnessFor } from '../../policy/freshness.ts'
import type { Inquiry, NetworkSource, Subject } from '../../policy/source.ts'
import type { Background } from '../background.ts'
import type { DocumentEntry, StoredSubject } from '../documents/document-store.ts'
import type { WatchedDocuments } from '../documents/watched-documents.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import { dueForRenewal, type RoundBounds } from './renewal-plan.ts'

const BOUNDS: RoundBounds = { documents: 50, bytes: 64 * 1024 * 1024 }
/** One document may take so long, ms. */
const MAX_MS = 60_000
const AT_ONCE = 4

interface RenewalParts {
  readonly documents: WatchedDocuments
  readonly sources: readonly NetworkSource[]
  readonly settings: SettingsStore
  readonly background: Background
  readonly clock: Clock
  /** False while the network is down, or costs by the byte. */
  readonly mayUseNetwork: () => boolean
  /** Something is stored that was not when the standing verdicts were reached. */
  readonly onRenewed: () => Promise<void>
}

/** Asks for stored evidence anew while it still counts, so that an outage of a CA does not reach the user. Never rejects. */
export function createRenewal(parts: RenewalParts): () => void {
  const { documents, clock } = parts
  let seen = documents.changes()

  async function renewRound(cancellation: Cancellation): Promise<void> {
    await tellOfNews()
    if (!parts.mayUseNetwork()) return
    const due = [...dueForRenewal(await documents.list(), clock.now(), BOUNDS)]
    if (due.length === 0) return
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let entry = due.shift(); entry !== undefined; entry = due.shift()) {
          if (cancellation.cancelled || !parts.mayUseNetwork()) return
          // One that cannot be read must not keep the others from being renewed.
          await renew(entry, cancellation).catch(() => undefined)
        }
      }),
    )
  }

  /** Whether it has come by this round or, since the last, by what else was asked: until then every verdict may stand. */
  async function tellOfNews(): Promise<void> {
    if (documents.changes() === seen) return
    seen = documents.changes()
    await parts.onRenewed()
  }

  async function renew(entry: DocumentEntry, round: Cancellation): Promise<void> {
    const source = parts.sources.find(({ id }) => id === entry.source)
    const document = await documents.load(entry.key)
    if (source === undefined || document === undefined) return
    const subject = subjectOf(document.subject)
    const cancellation = new Cancellation()
    const forget = round.onCancel(() => cancellation.cancel())
    const inquiry = await inquiryAbout(subject, cancellation)
    await Promise.race([askAndTell(source, subject, inquiry), clock.wait(MAX_MS, cancellation)])
    cancellation.cancel()
    forget()
  }

  /** At once, whatever becomes of the round; what is given up may come all the same. */
  async function askAndTell(source: NetworkSource, subject: Subject, inquiry: Inquiry): Promise<void> {
    try {
      await source.ask(subject, inquiry)
    } finally {
      await tellOfNews()
    }
  }

  async function inquiryAbout(subject: Subject, cancellation: Cancellation): Promise<Inquiry> {
    const { level } = await parts.settings.load()
    return {
      now: clock.now(),
      freshness: freshnessFor(subject.role, level),
      cancellation,
      isPrivate: false,
      renew: true,
      isBackground: true,
    }
  }

  return () => parts.background.run('renewal', renewRound)
}

function subjectOf({ certificate, issuer, role, isBuiltInRoot }: StoredSubject): Subject {
  return {
    certificate: parseCertificate(certificate),
    issuer: parseCertificate(issuer),
    role,
    isBuiltInRoot,
  }
}
