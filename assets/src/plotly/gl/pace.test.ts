import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextThin, Pace, thinnest } from './pace'

test('a card that is behind gets fewer points, and one with time to spare gets them back', () => {
  assert.equal(nextThin(1, 51, true), 2)
  assert.equal(nextThin(thinnest, 500, true), thinnest)
  assert.equal(nextThin(4, 16, false), 2)
  assert.equal(nextThin(1, 16, false), 1)
})

test('a pause of the user is no slowness of the card', () => {
  assert.equal(nextThin(1, 5000, false), 1)
  assert.equal(nextThin(4, 5000, false), 4)
  assert.equal(nextThin(4, 40, true), 4)
})

test('there is never more than one fence, and none after the end', () => {
  const live = new Set<object>()
  let signalled = false
  const gl = {
    SIGNALED: 1,
    fenceSync: () => {
      const fence = {}
      live.add(fence)
      return fence
    },
    deleteSync: (fence: object) => live.delete(fence),
    getSyncParameter: () => (signalled ? 1 : 0),
    flush() {},
  } as unknown as WebGL2RenderingContext
  const pace = new Pace()
  for (let i = 0; i < 3; i++) pace.began({ gl, generation: 0 }, 1)
  assert.equal(live.size, 1)
  assert.equal(pace.ready({ gl, generation: 0 }), false)
  signalled = true
  assert.equal(pace.ready({ gl, generation: 0 }), true)
  assert.equal(pace.waited, true)
  assert.equal(live.size, 0)
  pace.began({ gl, generation: 0 }, 1)
  assert.equal(pace.ready({ gl, generation: 0 }), true)
  assert.equal(pace.waited, false)
  pace.began({ gl, generation: 0 }, 1)
  pace.end({ gl, generation: 0 })
  assert.equal(live.size, 0)
})
