import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brickAt, brickEdges, pixelMap } from './edges'

const edges = (...given: Parameters<typeof brickEdges>) => [...brickEdges(...given)]

test('middles give borders half way, borders stay, and too few go on', () => {
  assert.deepEqual(edges([1, 2, 5], 3, 'linear', 0, 1), [0.5, 1.5, 3.5, 6.5])
  assert.deepEqual(edges([0, 1, 5, 6], 3, 'linear', 0, 1), [0, 1, 5, 6])
  assert.deepEqual(edges([0, 1, 5, 6, 9], 3, 'linear', 0, 1), [0, 1, 5, 6])
  assert.deepEqual(edges([1, 2], 4, 'linear', 0, 1), [0.5, 1.5, 2.5, 3.5, 4.5])
})

test('on log axes half way is of the logarithm', () => {
  for (const [i, edge] of edges([1, 100], 3, 'log', 0, 1).entries())
    assert.ok(Math.abs(edge / 100 ** (i - 0.5) - 1) < 1e-12)
})

test('without values bricks are even', () => {
  assert.deepEqual(edges(undefined, 2, 'linear', 10, 4), [8, 12, 16])
  assert.deepEqual(edges([7], 2, 'linear', 10, 1), [6.5, 7.5, 8.5])
  assert.deepEqual(edges([5, 9], 2, 'category', 0, 1), [-0.5, 0.5, 1.5])
})

test('a value is in its brick, with its share of it, whichever way borders go', () => {
  const rising = Float64Array.of(0, 1, 3, 10)
  assert.deepEqual(
    [0, 0.5, 1, 2, 6.5, 10].map((v) => brickAt(rising, v)),
    [0, 0.5, 1, 1.5, 2.5, 3],
  )
  assert.ok(
    Number.isNaN(brickAt(rising, -0.1)) && Number.isNaN(brickAt(rising, 10.1)) && Number.isNaN(brickAt(rising, NaN)),
  )
  const falling = Float64Array.of(10, 3, 1, 0)
  assert.equal(brickAt(falling, 6.5), 0.5)
  assert.equal(brickAt(falling, 2), 1.5)
  assert.equal(brickAt(falling, 0.25), 2.75)
})

test('each pixel shows its brick, none outside', () => {
  const map = pixelMap(Float64Array.of(0, 2, 3), 5, (pixel) => pixel - 0.5, false)
  assert.deepEqual([...map], [-1, 0, 0, 0, 0, 0, 1, 0, -1, 0])
})

test('categories show their own columns, in the order of the axis', () => {
  const map = pixelMap(Float64Array.of(-0.5, 0.5, 1.5, 2.5), 3, (pixel) => pixel, true, Int32Array.of(2, -1, 0))
  assert.deepEqual([...map], [2, 0, -1, 0, 0, 0])
})

test('smooth goes from middle to middle and stays at the ends', () => {
  const map = pixelMap(Float64Array.of(0, 1, 2), 5, (pixel) => pixel / 2, true)
  assert.deepEqual([...map], [0, 0, 0, 0, 0, 0.5, 0, 1, 0, 1])
  assert.deepEqual([...pixelMap(Float64Array.of(0, 1), 1, () => 0.9, true)], [0, 0])
})

test('a brick wider than the screen is found exactly', () => {
  const wide = Float64Array.from({ length: 1_000_001 }, (_, i) => i)
  const map = pixelMap(wide, 3, (pixel) => 777_776 + 1e-6 * (pixel - 1) + 1, false)
  assert.deepEqual([map[0], map[2], map[4]], [777_776, 777_777, 777_777])
})
