import { expect, it } from 'vitest'
import { createSiteAccess } from '../../src/browser/site-access.ts'

it('tells of the access to websites when it goes and when it comes back', async () => {
  const told: string[] = []
  let granted = Promise.resolve(true)
  const access = createSiteAccess({
    permissions: {
      contains: (wanted) => (wanted.origins?.[0] === '<all_urls>' ? granted : Promise.reject()),
    },
    onLost: () => told.push('lost'),
    onBack: () => told.push('back'),
  })
  await access.look()
  expect([access.isMissing(), told]).toEqual([false, []])
  granted = Promise.resolve(false)
  await access.look()
  await access.look()
  expect([access.isMissing(), told]).toEqual([true, ['lost']])
  granted = Promise.reject(new Error('it cannot be found out'))
  await access.look()
  expect([access.isMissing(), told]).toEqual([false, ['lost', 'back']])
})

it('tells that it is back where the event page was suspended while it was missing', async () => {
  const told: string[] = []
  const access = createSiteAccess({
    permissions: { contains: () => Promise.resolve(true) },
    onLost: () => told.push('lost'),
    onBack: () => told.push('back'),
  })
  await access.onGranted({ permissions: ['proxy'] })
  expect(told).toEqual([])
  await Promise.all([access.look(), access.onGranted({ origins: ['<all_urls>'] })])
  expect([access.isMissing(), told]).toEqual([false, ['back']])
})
