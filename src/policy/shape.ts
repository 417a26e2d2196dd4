/** Whether a value that comes from a storage, say, has a form. */
export type Shape<T> = (value: unknown) => value is T

export const isText: Shape<string> = (value) => typeof value === 'string'
export const isFlag: Shape<boolean> = (value) => typeof value === 'boolean'
/** Not NaN: it is neither before nor after any moment. */
export const isNumber: Shape<number> = (value): value is number =>
  typeof value === 'number' && !Number.isNaN(value)

export function isOneOf<T extends string>(choices: Readonly<Record<T, true>>): Shape<T> {
  return (value): value is T => typeof value === 'string' && Object.hasOwn(choices, value)
}

export function isListOf<T>(isItem: Shape<T>): Shape<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(isItem)
}

export function isOptional<T>(isThere: Shape<T>): Shape<T | undefined> {
  return (value): value is T | undefined => value === undefined || isThere(value)
}

/** An object with these fields: those on which a decision rests, or over whose absence somebody would fall. */
export function hasFields<T>(fields: { readonly [K in keyof T]?: Shape<T[K]> }): Shape<T> {
  const shapes = new Map<string, Shape<unknown>>()
  for (const [name, shape] of Object.entries<Shape<unknown> | undefined>(fields)) {
    if (shape !== undefined) shapes.set(name, shape)
  }
  return (value): value is T => {
    if (typeof value !== 'object' || value === null) return false
    const found = new Map<string, unknown>(Object.entries(value))
    return [...shapes].every(([name, isSound]) => isSound(found.get(name)))
  }
}
