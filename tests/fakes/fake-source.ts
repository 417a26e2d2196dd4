import type { Evidence, SourceId } from '../../src/policy/evidence.ts'
import type { Inquiry, Source, Subject } from '../../src/policy/source.ts'

type Answer<T> = T | ((subject: Subject, inquiry: Inquiry) => Promise<T>)

/** A source that says what it is told to, and remembers that it was asked. */
export class FakeSource implements Source {
  asked = 0
  recalled = 0

  constructor(
    readonly id: SourceId,
    readonly answers: { ask: Answer<Evidence>; recall?: Answer<Evidence | undefined> },
  ) {}

  async recall(subject: Subject, inquiry: Inquiry): Promise<Evidence | undefined> {
    this.recalled++
    const { recall } = this.answers
    return typeof recall === 'function' ? recall(subject, inquiry) : recall
  }

  async ask(subject: Subject, inquiry: Inquiry): Promise<Evidence> {
    this.asked++
    const { ask } = this.answers
    return typeof ask === 'function' ? ask(subject, inquiry) : ask
  }
}

/** A source that has all it knows at hand. */
export class OfflineSource implements Source {
  constructor(
    readonly id: SourceId,
    readonly answer: Evidence | undefined,
  ) {}

  recall(): Promise<Evidence | undefined> {
    return Promise.resolve(this.answer)
  }
}

export const never = <T>(): Promise<T> => new Promise(() => undefined)
