import { beforeEach, describe, expect, it } from 'vitest'
import type { HeldState } from '../../../src/browser/messages.ts'
import { HeldModel } from '../../../src/ui/held/model.ts'
import { FakeBackground } from '../fake-background.ts'
import { FakeClock } from '../fake-clock.ts'
import { heldSample, NOW } from '../samples.ts'

let clock: FakeClock
let background: FakeBackground
let isVisible: boolean
let seen: HeldState[]
let model: HeldModel

beforeEach(() => {
  clock = new FakeClock(NOW)
  background = new FakeBackground({ held: () => heldSample, 'held.retry': () => IN_ROUND })
  isVisible = true
  seen = []
  model = new HeldModel({
    isPrivate: true,
    send: background.send,
    clock,
    isVisible: () => isVisible,
    onChange: (held) => seen.push(held),
  })
})

const IN_ROUND: HeldState = { ...heldSample, round: { done: 1, total: 4 } }

describe('the summary of all that stands held', () => {
  it('is asked for every two seconds, for windows of its own kind', async () => {
    model.start()
    await clock.advance(6_000)
    expect(background.countOf('held')).toBe(4)
    expect(background.lastOf('held')).toEqual({ isPrivate: true })
    expect(seen.at(-1)).toEqual(heldSample)
  })

  it('is not asked for while nobody looks', async () => {
    isVisible = false
    model.look()
    await clock.advance(60_000)
    expect(background.asked).toEqual([])
    isVisible = true
    model.look()
    await clock.advance(2_000)
    isVisible = false
    model.look()
    const count = background.countOf('held')
    await clock.advance(60_000)
    expect(background.countOf('held')).toBe(count)
  })

  it('follows a round more closely, to its end', async () => {
    background.answers.held = () => IN_ROUND
    model.retryAll()
    await clock.advance(2_000)
    expect(background.countOf('held.retry')).toBe(1)
    expect(background.countOf('held')).toBe(5)
    background.answers.held = () => heldSample
    await clock.advance(400)
    expect(model.held.round).toBeUndefined()
  })

  it('stays as it was when nobody answers, and is asked for again', async () => {
    model.start()
    await clock.advance(0)
    background.answers.held = () => Promise.reject(new Error('no receiver'))
    await clock.advance(2_000)
    expect(model.held).toEqual(heldSample)
    background.answers.held = () => IN_ROUND
    await clock.advance(2_000)
    expect(model.held).toEqual(IN_ROUND)
  })
})
