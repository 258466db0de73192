import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PointIndex } from './nearest'

/** Pseudo-random numbers from 0 to 1. */
function random(count: number, seed: number): Float64Array {
  let s = seed
  return Float64Array.from({ length: count }, () => {
    s = (Math.imul(s, 1664525) + 1013904223) | 0
    return (s >>> 8) / 2 ** 24
  })
}

function built(x: Float64Array, y: Float64Array, log = { x: false, y: false }) {
  const ends = (v: Float64Array, positive: boolean) => {
    const good = v.filter((n) => Number.isFinite(n) && (!positive || n > 0))
    return [Math.min(...good), Math.max(...good)] as [number, number]
  }
  const [[x0, x1], [y0, y1]] = [ends(x, log.x), ends(y, log.y)]
  const index = new PointIndex({ x, y }, { x0, x1, y0, y1 }, log)
  for (const _ of index.build()) assert.equal(index.done, false)
  assert.ok(index.done)
  return index
}

const near = (index: PointIndex, x0: number, x1: number, y0: number, y1: number) => {
  const found = new Set<number>()
  index.near({ x0, x1, y0, y1 }, (id) => found.add(id))
  return found
}

for (const log of [false, true]) {
  test(`an area's points are all found${log ? ' on log axes' : ''}, and few besides`, () => {
    const count = 20_000
    const scale = (v: number) => (log ? 10 ** (6 * v - 3) : v)
    const [x, y] = [random(count, 1).map(scale), random(count, 2).map(scale)]
    const index = built(x, y, { x: log, y: log })
    for (let k = 0; k < 50; k++) {
      const [cx, cy] = [random(1, k + 9)[0] as number, random(1, k + 99)[0] as number]
      const [x0, x1, y0, y1] = [cx - 0.03, cx + 0.03, cy - 0.02, cy + 0.02].map(scale) as [
        number,
        number,
        number,
        number,
      ]
      const found = near(index, x1, x0, y0, y1)
      for (let i = 0; i < count; i++) {
        const [px, py] = [x[i] as number, y[i] as number]
        if (px >= x0 && px <= x1 && py >= y0 && py <= y1) assert.ok(found.has(i), `point ${i}`)
      }
      assert.ok(found.size < 600, `${found.size} of ${count}`)
    }
  })
}

test('gaps are nowhere, and areas beyond the points are no error', () => {
  const index = built(Float64Array.of(0, NaN, 1, Infinity), Float64Array.of(0, 5, 1, 2))
  assert.deepEqual(near(index, -Infinity, Infinity, -Infinity, Infinity), new Set([0, 2]))
  assert.ok(near(index, 50, 60, 50, 60).size <= 2)
  assert.ok(near(index, NaN, NaN, NaN, NaN).size <= 2)
})

test('points that share a place are all found', () => {
  const index = built(new Float64Array(1000).fill(3), new Float64Array(1000).fill(4))
  assert.equal(near(index, 2, 4, 3, 5).size, 1000)
})

test('on log axes what is not positive is nowhere', () => {
  const index = built(Float64Array.of(-1, 0, 10, 1000), Float64Array.of(1, 1, 1, 1), { x: true, y: false })
  assert.deepEqual(near(index, 1e-9, 1e9, 0, 2), new Set([2, 3]))
})
