import { beforeEach, describe, expect, it } from 'vitest'
import type { DrillReport } from '../../../src/browser/drill/run-drill.ts'
import { addressOf } from '../../../src/ui/self-test/address.ts'
import { DrillModel } from '../../../src/ui/self-test/drill-model.ts'
import { deferred, type Deferred, FakeBackground } from '../fake-background.ts'
import { FakeClock } from '../fake-clock.ts'
import { HOST, NOW } from '../samples.ts'
import { hardFailReport, softFailReport } from './samples.ts'

let clock: FakeClock
let answer: Deferred<boolean>
let drill: Deferred<DrillReport>
let ran: string[]
let isHeld: boolean
let model: DrillModel

beforeEach(async () => {
  clock = new FakeClock(NOW)
  answer = deferred()
  drill = deferred()
  ran = []
  isHeld = false
  model = new DrillModel({
    requestPermission: () =>
      answer.promise.then((granted) => {
        isHeld = granted
        return granted
      }),
    giveBack: () => {
      isHeld = false
      return Promise.resolve()
    },
    run: (url, onStep) => {
      ran.push(url)
      onStep('looking')
      return drill.promise
    },
    send: new FakeBackground({ 'drill.sites': () => [HOST, 'shop.example'] }).send,
    clock,
    onChange: () => {},
  })
  await model.open()
})

/** Starts it and lets the user say yes. */
async function begin(): Promise<Promise<void>> {
  const done = model.start()
  answer.resolve(true)
  await clock.advance(0)
  return done
}

it('proposes the site that was met last', () => {
  expect(model.state).toMatchObject({ typed: HOST, suggested: [HOST, 'shop.example'] })
})

describe('the permission', () => {
  it('is asked for before anything else is done', () => {
    void model.start()
    expect(model.state.phase).toBe('asking')
    expect(ran).toEqual([])
  })

  it('that is refused ends it', async () => {
    const done = model.start()
    answer.resolve(false)
    await done
    expect(model.state.phase).toBe('denied')
    expect(ran).toEqual([])
  })

  it('is given back before the result is told', async () => {
    const done = model.start()
    answer.resolve(true)
    await clock.advance(0)
    expect(isHeld).toBe(true)
    expect(model.state.phase).toBe('looking')
    drill.resolve(hardFailReport)
    await done
    expect(isHeld).toBe(false)
    expect(model.state).toMatchObject({ phase: 'done', report: hardFailReport })
  })

  it('is given back where the drill fails or never ends', async () => {
    void begin()
    await clock.advance(120_000)
    expect(model.state.phase).toBe('failed')
    expect(isHeld).toBe(false)
  })
})

describe('a second drill', () => {
  it('of the same site stands beside the first', async () => {
    void begin()
    drill.resolve(softFailReport)
    await clock.advance(0)
    drill = deferred()
    void begin()
    await clock.advance(0)
    drill.resolve(hardFailReport)
    await clock.advance(0)
    expect(model.state).toMatchObject({ report: hardFailReport, previous: softFailReport })
  })

  it('cannot be started while one is under way', async () => {
    void begin()
    await clock.advance(0)
    await model.start()
    model.type('other.example')
    expect(ran).toHaveLength(1)
    expect(model.state.typed).toBe(HOST)
  })
})

describe('what is typed', () => {
  it.each([
    ['bank.example', 'https://bank.example/'],
    [' bank.example:8443 ', 'https://bank.example:8443/'],
    ['https://bank.example/account?month=11#top', 'https://bank.example/'],
    ['bücher.example', 'https://xn--bcher-kva.example/'],
  ])('%j leads to %j', (typed, address) => {
    expect(addressOf(typed)).toBe(address)
  })

  it.each([
    '',
    '  ',
    'http://bank.example',
    'about:config',
    'javascript://x/%0Aalert(1)',
    'https://a:b@bank.example',
    'a b',
  ])('%j leads nowhere, and asks for nothing', async (typed) => {
    model.type(typed)
    await model.start()
    expect(model.state.phase).toBe('bad-address')
    expect(ran).toEqual([])
  })
})
