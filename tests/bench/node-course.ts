import { pathToFileURL } from 'node:url'
import type { Json } from '../e2e/firefox/call.ts'

// The other side of `measureInNode`: runs the module that it is called with, for the one input that it is sent.

interface CourseModule {
  readonly measure: (input: Json) => Promise<Json>
}

process.once('message', (input: string) => {
  void run(input)
})

async function run(input: string): Promise<void> {
  const [, , path = ''] = process.argv
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every course's module has it
  const { measure } = (await import(pathToFileURL(path).href)) as CourseModule
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was written as JSON
  const output = await measure(JSON.parse(input) as Json)
  // Before it has gone out, the process must not end.
  process.send?.(output, () => {
    process.disconnect()
  })
}
