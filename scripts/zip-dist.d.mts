export function zipDist(folder: string): Promise<Uint8Array>
