import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { LayoutNode, Outgoing } from '../wire/records'
import { Flights } from './flights'

const box: LayoutNode = { type: 'Loading', namespace: 'n', props: {} }

/** A call to two outputs within a box, whose news are counted. */
function stage() {
  const flights = new Flights(() => [box])
  let told = 0
  const below = () => flights.below(box, () => told++).map(({ id, property }) => `${id}.${property}`)
  below()
  const abort = new AbortController()
  const outputs = ['a', 'b'].map((id) => ({ id, property: 'v' }))
  let resolve: () => void = () => undefined
  const answer = new Promise<void>((done) => {
    resolve = done
  })
  const call = { request: { outputs }, signal: abort.signal } as unknown as Outgoing
  const arrived = flights.follow(call, answer)
  return { below, arrived, abort, resolve, told: () => told }
}

it('outputs are awaited until their call ends', async () => {
  const { below, resolve } = stage()
  assert.deepEqual(below(), ['a.v', 'b.v'])
  resolve()
  await new Promise(setImmediate)
  assert.deepEqual(below(), [])
})

it('an output that shows something before is not awaited any more, and counted once', async () => {
  const { below, arrived, resolve, told } = stage()
  const before = told()
  arrived(['a.v', 'a.w', 'c.v'])
  assert.deepEqual(below(), ['b.v'])
  arrived(['a.v'])
  assert.equal(told(), before + 1)
  resolve()
  await new Promise(setImmediate)
  assert.deepEqual(below(), [])
})

it('a call that is given up awaits nothing', () => {
  const { below, arrived, abort } = stage()
  arrived(['b.v'])
  abort.abort()
  assert.deepEqual(below(), [])
})
