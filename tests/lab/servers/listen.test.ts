import { connect, createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'

import { listenOnLoopback, type Listening } from './listen.ts'

const open: Listening[] = []

afterEach(() => Promise.all(open.splice(0).map((listening) => listening.close())))

async function listen(port: number): Promise<Listening> {
  const listening = await listenOnLoopback(() => createServer(), port)
  open.push(listening)
  return listening
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

describe('listening on loopback', () => {
  it('takes the port that is wanted', async () => {
    const { port, close } = await listen(0)
    await close()
    expect((await listen(port)).port).toBe(port)
  })

  it('takes another where somebody has it already', async () => {
    const { port } = await listen(0)
    expect((await listen(port)).port).not.toBe(port)
  })

  it('takes another where somebody has it on ::1 alone', async (context) => {
    const squatter = createServer()
    const port = await new Promise<number>((resolve) => {
      squatter.once('error', () => resolve(0))
      squatter.listen(0, '::1', () => resolve(portOf(squatter)))
    })
    if (port === 0) context.skip('this machine has no ::1')
    expect((await listen(port)).port).not.toBe(port)
    squatter.close()
  })

  it('is not to be reached from elsewhere', async () => {
    const { port } = await listen(0)
    // Any 127.x address stands for "not 127.0.0.1": a server on all addresses would answer there too.
    const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      connect(port, '127.0.0.2')
        .once('connect', () => resolve(undefined))
        .once('error', resolve)
    })
    expect(error?.code).toMatch(/^(ECONNREFUSED|EADDRNOTAVAIL|ETIMEDOUT)$/)
  })

  it('ends the connections that are open when it closes', async () => {
    const { port, close } = await listen(0)
    const socket = connect(port, '127.0.0.1')
    await new Promise((resolve) => socket.once('connect', resolve))
    const ended = new Promise((resolve) => socket.once('close', resolve))
    await close()
    await ended
    expect(socket.destroyed).toBe(true)
  })
})
