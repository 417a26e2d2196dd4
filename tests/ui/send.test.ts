import { expect, it } from 'vitest'
import { NoReplyError, createSend } from '../../src/ui/send.ts'

it('sends the request as one flat message', async () => {
  const sent: unknown[] = []
  const send = createSend(async (message) => {
    sent.push(message)
    return { phase: 'gone' }
  })
  expect(await send('hold', { id: 'x' })).toStrictEqual({ phase: 'gone' })
  expect(sent).toStrictEqual([{ type: 'hold', id: 'x' }])
})

it('takes no reply for a failure', async () => {
  const send = createSend(async () => undefined)
  await expect(send('settings', {})).rejects.toThrow(NoReplyError)
})

it('lets an export be empty', async () => {
  const send = createSend(async () => undefined)
  expect(await send('page.export', { tabId: 1 })).toBeUndefined()
})
