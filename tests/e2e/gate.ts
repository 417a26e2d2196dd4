import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { listenOnLoopback } from '../lab/servers/listen.ts'

/** What stands between a visitor and the internet: a network's sign-in page, or a proxy. */
export interface Gate {
  readonly port: number
  /** Shut, it answers everything with its sign-in page. */
  open(): void
  shut(): void
  wantsPassword(wanted: boolean): void
  /** The addresses that were asked for through it as a proxy. */
  readonly passed: readonly string[]
  close(): Promise<void>
}

/** To whoever asks it by its own name it says "success", as the server does by which Firefox finds such gates. */
export async function startGate(): Promise<Gate> {
  let isOpen = true
  let isLocked = false
  const passed: string[] = []
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { url = '' } = request
    if (!isOpen) response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>Sign in first</p>')
    else if (url.startsWith('/')) response.end('success')
    else if (isLocked) response.writeHead(407, { 'Proxy-Authenticate': 'Basic realm="gate"' }).end()
    else {
      passed.push(url)
      pass(request, response, new URL(url))
    }
  }
  const { port, close } = await listenOnLoopback(() => createServer(answer), 0)
  return {
    port,
    open: () => {
      isOpen = true
    },
    shut: () => {
      isOpen = false
    },
    wantsPassword: (wanted) => {
      isLocked = wanted
    },
    passed,
    close,
  }
}

/** Every name leads to this machine, as in the browser. */
function pass(request: IncomingMessage, response: ServerResponse, { port, pathname, search }: URL): void {
  const { method, headers } = request
  const onwards = httpRequest(
    { host: '127.0.0.1', port, path: pathname + search, method, headers },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    },
  )
  onwards.on('error', () => response.destroy())
  request.pipe(onwards)
}
