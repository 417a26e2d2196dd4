export function findProgram(...names: readonly string[]): string | undefined
export function isUsable(path: string, mode?: number): boolean
