import { beforeEach, describe, expect, it } from 'vitest'
import { type Background, createBackground } from '../../src/browser/background.ts'
import { never } from '../fakes/fake-source.ts'
import { ManualClock } from '../fakes/manual-clock.ts'

let clock: ManualClock
let held: number
let background: Background

beforeEach(() => {
  clock = new ManualClock()
  held = 0
  const hold = () => {
    held++
    return () => void held--
  }
  background = createBackground({ clock, awake: { hold } })
})

describe('errands for which nobody waits', () => {
  it('are done one after another, with the event page kept awake', async () => {
    const done: string[] = []
    const errand = (name: string) => () => {
      done.push(`${name} ${held}`)
      return Promise.resolve()
    }
    background.run('a', errand('a'))
    background.run('b', errand('b'))
    background.run('b', errand('again'))
    await clock.advance(0)
    expect(done).toEqual(['a 1', 'b 1'])
    expect(held).toBe(0)
  })

  it('of one name are done once more only where the one under way will not do', async () => {
    const done: string[] = []
    const runFirst = (whileUnderWay: 'drop' | 'queue') => {
      background.run('a', async () => {
        done.push('first')
        for (let n = 0; n < 2; n++) {
          background.run('a', () => Promise.resolve(void done.push('second')), whileUnderWay)
        }
      })
    }
    runFirst('drop')
    await clock.advance(0)
    expect(done).toEqual(['first'])
    runFirst('queue')
    await clock.advance(0)
    expect(done).toEqual(['first', 'first', 'second'])
    expect(held).toBe(0)
  })

  it('that fail or take too long do not keep the others from being done', async () => {
    let isCancelled = false
    const done: string[] = []
    background.run('fails', () => Promise.reject(new Error('no')))
    background.run('hangs', (cancellation) => {
      cancellation.onCancel(() => (isCancelled = true))
      return never()
    })
    background.run('last', () => Promise.resolve(void done.push('last')))
    await clock.advance(10 * 60_000)
    expect([isCancelled, done, held]).toEqual([true, ['last'], 0])
  })
})
