import type { Bidi } from './bidi.ts'

export type Json =
  string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json }

/**
 * Calls the function in a page. It is sent as text, so it sees its arguments and nothing else of this program;
 * arguments and result travel as JSON. Throws what it throws.
 */
export async function callIn<A extends readonly Json[], R>(
  bidi: Bidi,
  context: string,
  body: (...args: A) => R | Promise<R>,
  ...args: A
): Promise<R> {
  return parseResult<R>(await callText(bidi, context, standAlone(body.toString(), args)))
}

/** As `callIn`, with the value of an expression in front of the arguments, for what cannot travel as JSON. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the expression is text, and has no type of its own
export async function callWith<F, A extends readonly Json[], R>(
  bidi: Bidi,
  context: string,
  first: string,
  body: (first: F, ...args: A) => R | Promise<R>,
  ...args: A
): Promise<R> {
  const text = standAlone(`(...args) => (${body.toString()})(${first}, ...args)`, args)
  return parseResult<R>(await callText(bidi, context, text))
}

/** A function without parameters, as text, which calls the given one and gives its result as JSON. */
export const standAlone = (body: string, args: readonly Json[]): string => `async () => {
  // Compilers that keep function names leave calls of it behind.
  const __name = (f) => f
  return JSON.stringify(await (${body})(...JSON.parse(${JSON.stringify(JSON.stringify(args))})))
}`

/** The result of such a function. Its type is what the caller's own function returns. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as JSON.parse, but said aloud
export function parseResult<R>(text: unknown): R {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was made by JSON.stringify over there
  return (typeof text === 'string' && text !== '' ? JSON.parse(text) : undefined) as R
}

/** Calls a function given as text and waits for it. */
export async function callText(bidi: Bidi, context: string, functionDeclaration: string): Promise<unknown> {
  const reply = await bidi.send('script.callFunction', {
    functionDeclaration,
    target: { context },
    awaitPromise: true,
  })
  if (reply.type === 'exception') throw new Error(`in the browser: ${reply.exceptionDetails.text}`)
  return reply.result.value
}
