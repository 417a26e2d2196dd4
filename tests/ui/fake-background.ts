import type { Protocol, RequestType, Send } from '../../src/browser/messages.ts'

type Answer<T extends RequestType> = (
  request: Protocol[T]['request'],
) => Protocol[T]['reply'] | Promise<Protocol[T]['reply']>

export type Answers = { [T in RequestType]?: Answer<T> }

/** Answers as it was told to, and keeps what it was asked. What it has no answer for is rejected. */
export class FakeBackground {
  readonly asked: { readonly type: RequestType; readonly request: object }[] = []
  answers: Answers

  constructor(answers: Answers) {
    this.answers = answers
  }

  readonly send: Send = async <T extends RequestType>(type: T, request: Protocol[T]['request']) => {
    this.asked.push({ type, request })
    const answer: Answer<T> | undefined = this.answers[type]
    if (!answer) throw new Error(`no answer for ${type}`)
    return answer(request)
  }

  countOf(type: RequestType): number {
    return this.asked.filter((one) => one.type === type).length
  }

  lastOf(type: RequestType): object | undefined {
    return this.asked.findLast((one) => one.type === type)?.request
  }
}

/** A background that is suspended: it never answers. */
export function never<T>(): Promise<T> {
  return new Promise(() => {})
}

export { deferred, type Deferred } from '../fakes/deferred.ts'
