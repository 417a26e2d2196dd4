import { BidiConnection } from 'puppeteer-core/internal/bidi/Connection.js'
import { NodeWebSocketTransport } from 'puppeteer-core/internal/node/NodeWebSocketTransport.js'
import { createIncrementalIdGenerator } from 'puppeteer-core/internal/util/incremental-id-generator.js'

/** A WebDriver BiDi session, spoken raw: puppeteer's own page model knows neither chrome windows nor extension pages. */
export interface Bidi {
  readonly sessionId: string
  send<M extends keyof Commands>(
    method: M,
    parameters: Commands[M]['parameters'],
  ): Promise<Commands[M]['result']>
  /** What the functions given to `script.addPreloadScript` tell. */
  onMessage(listener: (channel: string, context: string) => void): void
  /** Closes the connection, not the browser. */
  close(): void
}

export async function connectBidi(endpoint: string): Promise<Bidi> {
  const url = `${endpoint}/session`
  const transport = await NodeWebSocketTransport.create(url)
  const connection = new BidiConnection(url, transport, createIncrementalIdGenerator(), 0, COMMAND_TIMEOUT_MS)
  const send: Bidi['send'] = async (method, parameters) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- puppeteer's types lack Firefox's own parameters
    const { result } = (await connection.send(method, parameters as never)) as { result: never }
    return result
  }
  // Whether one really wants to leave is asked as it is asked the user.
  const { sessionId } = await send('session.new', {
    capabilities: {
      alwaysMatch: { acceptInsecureCerts: false, unhandledPromptBehavior: { beforeUnload: 'ignore' } },
    },
  })
  await send('session.subscribe', { events: ['script.message'] })
  return {
    sessionId,
    send,
    onMessage: (listener) => {
      connection.on('script.message', ({ channel, source }) => listener(channel, source.context ?? ''))
    },
    close: () => connection.dispose(),
  }
}

type PointerAction =
  | { readonly type: 'pointerMove'; readonly x: number; readonly y: number }
  | { readonly type: 'pointerDown' | 'pointerUp'; readonly button: 0 }

const COMMAND_TIMEOUT_MS = 60_000

/** The part of the protocol that is used: https://w3c.github.io/webdriver-bidi/ and Firefox's own "moz:" parameters. */
interface Commands {
  'browser.createUserContext': { parameters: object; result: { userContext: string } }
  'browsingContext.captureScreenshot': {
    parameters: { context: string; origin: 'viewport' | 'document' }
    result: { data: string }
  }
  'browsingContext.close': { parameters: { context: string }; result: object }
  'browsingContext.create': {
    parameters: {
      type: 'tab' | 'window'
      referenceContext?: string
      background?: boolean
      userContext?: string
    }
    result: { context: string }
  }
  'browsingContext.getTree': {
    parameters: { maxDepth: number; 'moz:scope'?: 'chrome' | 'content' }
    result: { contexts: readonly { readonly context: string; readonly url: string }[] }
  }
  'browsingContext.navigate': {
    parameters: { context: string; url: string; wait: 'none' | 'complete' }
    result: object
  }
  'browsingContext.setViewport': {
    parameters: { context: string; viewport: { width: number; height: number } | null }
    result: object
  }
  'browsingContext.traverseHistory': { parameters: { context: string; delta: number }; result: object }
  'input.performActions': {
    parameters: {
      context: string
      actions: readonly (
        | { type: 'key'; id: string; actions: readonly { type: 'keyDown' | 'keyUp'; value: string }[] }
        | { type: 'pointer'; id: string; actions: readonly PointerAction[] }
      )[]
    }
    result: object
  }
  'script.addPreloadScript': {
    parameters: { functionDeclaration: string; arguments: { type: 'channel'; value: { channel: string } }[] }
    result: object
  }
  'script.callFunction': {
    parameters: {
      functionDeclaration: string
      target: { context: string }
      awaitPromise: true
    }
    result:
      | { readonly type: 'success'; readonly result: { readonly type: string; readonly value?: unknown } }
      | { readonly type: 'exception'; readonly exceptionDetails: { readonly text: string } }
  }
  'session.new': {
    parameters: {
      capabilities: {
        alwaysMatch: { acceptInsecureCerts: boolean; unhandledPromptBehavior: { beforeUnload: 'ignore' } }
      }
    }
    result: { sessionId: string }
  }
  'session.subscribe': { parameters: { events: 'script.message'[] }; result: object }
  'webExtension.install': {
    parameters: {
      extensionData: { type: 'path' | 'archivePath'; path: string }
      'moz:allowPrivateBrowsing': boolean
      'moz:permanent': boolean
    }
    result: { extension: string }
  }
}
