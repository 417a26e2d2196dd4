/**
 * JSON.parse with a type that the caller states and answers for.
 *
 * @template T
 * @param {string} text
 * @returns {T}
 */
export function parseJson(text) {
  // oxlint-disable-next-line typescript/no-unsafe-return -- what the programs called here write is known
  return JSON.parse(text)
}
