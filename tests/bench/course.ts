import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { listenOnLoopback } from '../lab/servers/listen.ts'
import type { Json } from '../e2e/firefox/call.ts'
import type { ChromeWindow, XULBrowser } from '../e2e/firefox/chrome-window.ts'
import { launchFirefox } from '../e2e/firefox/session.ts'
import { waitUntil } from '../e2e/wait-until.ts'
import { CACHE, AS_WITH_A_USER } from './surroundings.ts'

/** A module that exports `measure`, to be run in Firefox and in Node alike. Input and output travel as JSON. */
export interface Course<Input extends Json, Output extends Json> {
  /** Path of the module. */
  readonly module: string
  readonly measure: (input: Input) => Promise<Output>
}

/** The outputs for the inputs, one after the other, each in a process of its own: nobody clears up after another. */
export async function measureInNode<Input extends Json, Output extends Json>(
  { module }: Course<Input, Output>,
  inputs: readonly Input[],
): Promise<readonly Output[]> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the module's function returns, as JSON
  return oneByOne(inputs, async (input) => (await runInProcess(module, input)) as Output)
}

async function runInProcess(module: string, input: Json): Promise<unknown> {
  const child = fork(fileURLToPath(new URL('node-course.ts', import.meta.url)), [module])
  const answered: Promise<unknown[]> = once(child, 'message')
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the process of ${module} ended with ${String(code)}`)
  })
  child.send(JSON.stringify(input))
  const [output] = await Promise.race([answered, ended])
  await ended.catch(() => undefined)
  return output
}

/** The same in a page from loopback, which is a secure context: without one there is no `crypto.subtle`. */
export async function measureInFirefox<Input extends Json, Output extends Json>(
  course: Course<Input, Output>,
  inputs: readonly Input[],
): Promise<readonly Output[]> {
  return withPage(course, {}, ({ measure }) => oneByOne(inputs, measure))
}

/** A page of a Firefox of its own, with the course in it. */
export interface CoursePage<Input extends Json, Output extends Json> {
  readonly measure: (input: Input) => Promise<Output>
  /** Of the process that the page is in. */
  readonly processId: number
  /** Has every page's process give back what nobody needs any more. */
  readonly minimizeMemory: () => Promise<void>
}

/** `documents`: what the page can fetch, by path. */
export async function withPage<Input extends Json, Output extends Json, Result>(
  { module }: Course<Input, Output>,
  documents: Documents,
  use: (page: CoursePage<Input, Output>) => Promise<Result>,
): Promise<Result> {
  const script = await bundle(module)
  const server = await listenOnLoopback(() => createServer(pageWith(script, documents)), 0)
  try {
    const session = await launchFirefox({ roots: {}, names: [], prefs: AS_WITH_A_USER })
    try {
      const tab = await session.openTab()
      tab.navigate(`http://127.0.0.1:${server.port}/`)
      await waitUntil(() => tab.run(isReady))
      return await use({
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the same function returns, as JSON
        measure: async (input) => (await tab.run(measure, input)) as Output,
        processId: await session.chrome.runAt(tab, processIdOf),
        minimizeMemory: async () => {
          await session.chrome.run(minimizeMemory)
          await sleep(MINIMIZING_MS)
        },
      })
    } finally {
      await session.close()
    }
  } finally {
    await server.close()
  }
}

/** Nothing tells when it is done. */
const MINIMIZING_MS = 2_000

type Documents = Readonly<Record<string, Uint8Array>>

async function oneByOne<Input, Output>(
  inputs: readonly Input[],
  run: (input: Input) => Promise<Output>,
): Promise<readonly Output[]> {
  const outputs: Output[] = []
  for (const input of inputs) outputs.push(await run(input))
  return outputs
}

async function bundle(module: string): Promise<Buffer> {
  const outDir = resolve(CACHE, 'page')
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: true,
      target: 'firefox140',
      lib: { entry: module, formats: ['es'], fileName: () => 'page.js' },
    },
  })
  return readFile(resolve(outDir, 'page.js'))
}

const PAGE = `<!doctype html>
<script type="module">
  import { measure } from './page.js'
  window.measure = measure
</script>
`

function pageWith(script: Buffer, documents: Documents): Parameters<typeof createServer>[1] {
  return ({ url = '/' }, response) => {
    const isScript = url === '/page.js'
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' })
    response.end(isScript ? script : (documents[url] ?? PAGE))
  }
}

// The rest is sent to the page as text.

declare const window: { readonly measure?: (input: Json) => Promise<Json> }

function isReady(): boolean {
  return window.measure !== undefined
}

function measure(input: Json): Promise<Json> | undefined {
  return window.measure?.(input)
}

function processIdOf({ browsingContext }: XULBrowser): number {
  return browsingContext.currentWindowGlobal?.osPid ?? 0
}

function minimizeMemory({ Services }: ChromeWindow): void {
  Services.obs.notifyObservers(null, 'child-mmu-request')
}
