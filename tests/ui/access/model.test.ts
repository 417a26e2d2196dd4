import { beforeEach, expect, it } from 'vitest'
import { AccessModel } from '../../../src/ui/access/model.ts'

let granted: boolean
let isAnswering: boolean
let answer: Promise<boolean>
let listeners: (() => void)[]
let changes: number
let model: AccessModel

const event = () => ({
  addListener: (listener: () => void) => void listeners.push(listener),
  removeListener: () => {},
  hasListener: () => false,
  hasListeners: () => false,
})

beforeEach(() => {
  granted = false
  isAnswering = true
  answer = Promise.resolve(false)
  listeners = []
  changes = 0
  const answered = <T>(value: () => T) =>
    isAnswering ? Promise.resolve(value()) : Promise.reject(new Error('no such API'))
  model = new AccessModel({
    permissions: {
      contains: ({ origins = [] }) => answered(() => granted && origins.includes('<all_urls>')),
      request: () => answer,
      onAdded: event(),
      onRemoved: event(),
    },
    isAllowedInPrivateWindows: () => answered(() => true),
    onChange: () => {
      changes += 1
    },
  })
})

const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

it('is taken to be there until it is known to be missing', async () => {
  expect(model.state.sites).toBe(true)
  model.start()
  await settle()
  expect(model.state).toEqual({ sites: false, privateWindows: true, isDenied: false })
  expect(changes).toBeGreaterThan(0)
})

it('is looked at anew whenever what is allowed changes', async () => {
  model.start()
  await settle()
  granted = true
  for (const tell of listeners) tell()
  await settle()
  expect(model.state.sites).toBe(true)
})

it('is there, or denied, as the user has answered', async () => {
  model.start()
  await model.request()
  expect(model.state).toMatchObject({ sites: false, isDenied: true })
  granted = true
  answer = Promise.resolve(true)
  await model.request()
  expect(model.state).toMatchObject({ sites: true, isDenied: false })
})

it('is denied where Firefox does not even ask', async () => {
  answer = Promise.reject(new Error('permissions.request may only be called from a user input handler'))
  await model.request()
  expect(model.state.isDenied).toBe(true)
})

it('alarms nobody where it cannot be found out', async () => {
  isAnswering = false
  model.start()
  await settle()
  expect(model.state).toMatchObject({ sites: true, privateWindows: true })
})
