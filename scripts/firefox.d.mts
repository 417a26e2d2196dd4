export function findFirefox(): string | undefined
export function findTrustModule(): string | undefined
