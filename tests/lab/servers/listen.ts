import type { Server, Socket } from 'node:net'

export interface Listening {
  readonly port: number
  /** Ends every connection too. */
  readonly close: () => Promise<void>
}

/**
 * Binds one server for 127.0.0.1 and, where there is one, a second for ::1, to the same port: names resolve to both.
 * Port 0, or one that is taken, becomes any free port.
 */
export async function listenOnLoopback(create: () => Server, wanted: number): Promise<Listening> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const found = await listenOnBoth(create, attempt === 0 ? wanted : 0)
    if (found) return found
  }
  throw new Error('no port is free on 127.0.0.1 and ::1 at once')
}

const ATTEMPTS = 20

async function listenOnBoth(create: () => Server, wanted: number): Promise<Listening | undefined> {
  const v4 = create()
  if ((await listen(v4, '127.0.0.1', wanted)) === 'EADDRINUSE') return undefined
  const address = v4.address()
  if (address === null || typeof address === 'string') throw new Error('not a TCP server')
  const { port } = address
  const v6 = create()
  const failure = await listen(v6, '::1', port)
  if (failure === undefined) return listening(port, [v4, v6])
  // Somebody else's server on ::1 would answer in our place.
  if (failure === 'EADDRINUSE') {
    v4.close()
    return undefined
  }
  return listening(port, [v4])
}

function listening(port: number, servers: readonly Server[]): Listening {
  const sockets = new Set<Socket>()
  for (const server of servers) {
    server.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    })
  }
  return {
    port,
    async close() {
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)))
      for (const socket of sockets) socket.destroy()
      await Promise.all(closed)
    },
  }
}

function listen(server: Server, host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'))
    server.listen(port, host, () => resolve(undefined))
  })
}
