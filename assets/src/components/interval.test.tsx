import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import Interval from './interval'
import { settle, show, write } from './stage.fake'

let last: Awaited<ReturnType<typeof show>> | undefined
const ticks = async (props: Record<string, unknown>, watch = '') => {
  last = await show(Interval, { interval: 10, ...props }, watch)
  return last
}
afterEach(() => last?.close())

describe('Interval', () => {
  it('counts up to max_intervals and stops there', async () => {
    const stage = await ticks({ max_intervals: 2 })
    await settle(80)
    assert.equal(stage.props('it').n_intervals, 2)
  })

  it('waits while callbacks of its last tick run, and then goes on (rule 5)', async () => {
    const stage = await ticks({}, 'it.n_intervals')
    await settle(100)
    assert.equal(stage.props('it').n_intervals, 1)
    await stage.call('out.title').reply({ out: { title: 'shown' } })
    assert.equal(stage.props('out').title, 'shown')
    await settle(100)
    assert.equal(stage.props('it').n_intervals, 2)
  })

  for (const [name, props] of [
    ['disabled', { disabled: true }],
    ['max_intervals 0', { max_intervals: 0 }],
  ] as const) {
    it(`${name} means no tick`, async () => {
      const stage = await ticks(props)
      await settle(50)
      assert.equal(stage.props('it').n_intervals, undefined)
    })
  }

  it('starts when it is enabled', async () => {
    const stage = await ticks({ disabled: true, max_intervals: 1 })
    await write(stage, { disabled: false })
    await settle(60)
    assert.equal(stage.props('it').n_intervals, 1)
  })

  it('a new interval counts from its change', async () => {
    const stage = await ticks({ interval: 100_000, max_intervals: 1 })
    await write(stage, { interval: 5 })
    await settle(60)
    assert.equal(stage.props('it').n_intervals, 1)
  })

  it('goes on when a callback sets the count back after the last tick', async () => {
    const stage = await ticks({ max_intervals: 2 })
    await settle(60)
    assert.equal(stage.props('it').n_intervals, 2)
    await write(stage, { n_intervals: 0 })
    await settle(60)
    assert.equal(stage.props('it').n_intervals, 2)
  })

  for (const [name, interval] of [
    ['longer than a browser can count', 2 ** 40],
    ['that is no number', 'soon'],
  ] as const) {
    it(`an interval ${name} does not run hot`, async () => {
      const stage = await ticks({ interval })
      await settle(60)
      assert.equal(stage.props('it').n_intervals, undefined)
    })
  }
})
