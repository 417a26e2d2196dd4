import { type Clubcard, openClubcard } from '../../../src/pki/crlite/clubcard.ts'

/** `fetch`: downloads the files and opens them once; `open`: so many times more, each of which is kept. */
export type Order =
  | { readonly step: 'fetch'; readonly urls: readonly string[] }
  | { readonly step: 'open'; readonly times: number }

let files: readonly Uint8Array<ArrayBuffer>[] = []
const opened: Clubcard[] = []

/** Gives the number of filters that are open. */
export async function measure(order: Order): Promise<number> {
  if (order.step === 'fetch') {
    files = await Promise.all(order.urls.map(fetchBytes))
    files.map(openClubcard)
  } else {
    for (let n = 0; n < order.times; n++) opened.push(...files.map(openClubcard))
  }
  return opened.length
}

async function fetchBytes(url: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await fetch(url)).arrayBuffer())
}
