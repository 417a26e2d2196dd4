import type { Lab } from '../scenario.ts'
import type { Row } from '../scenarios/variant.ts'
import { readBody } from './body.ts'
import { indexPage } from './index-page.ts'
import type { HostHandler } from './plain-http.ts'

export interface IndexSite extends Pick<Lab, 'scenarios' | 'reset'> {
  readonly rows: readonly Row[]
}

/** The list of scenarios; `POST /arrange` and `POST /prepare` with an id put one in place and lead to its site. */
export function indexSite({ rows, scenarios, reset }: IndexSite): HostHandler {
  return async ({ request, response, path }) => {
    if (request.method !== 'POST') {
      if (path === '/') response.writeHead(200, HTML).end(indexPage(rows, scenarios))
      else response.writeHead(404).end()
      return
    }
    const { bytes } = await readBody(request, 1024)
    const id = new URLSearchParams(bytes.toString()).get('id')
    const scenario = scenarios.find((scenario) => scenario.id === id)
    if (!scenario || (path !== '/arrange' && path !== '/prepare')) {
      response.writeHead(404).end()
      return
    }
    reset()
    if (path === '/arrange') await scenario.arrange()
    response.writeHead(303, { Location: scenario.url }).end()
  }
}

const HTML = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }
