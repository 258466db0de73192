import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inPixels, place, placing, plotBox, toPixels } from './place'
import type { Axis } from './types'

/** A linear or log axis of 400 pixels that begins at pixel 50 of a graph of 500. */
const axis = (id: string, type: string, range: [number, number]) =>
  ({ _id: id, type, range, _offset: 50, _length: 400, r2l: (v: number) => v }) as unknown as Axis

/** Pixels from the left (top) of the graph. */
const pixel = (of: Axis, value: number) => {
  const at = place(placing(of, 500) as NonNullable<ReturnType<typeof placing>>, value)
  return ((of._id === 'y' ? -at : at) + 1) * 250
}
const close = (a: number, b: number, by = 1e-6) => assert.ok(Math.abs(a - b) <= by, `${a} is not ${b}`)

test('the ends of a range are the ends of the axis, either way round', () => {
  for (const [start, end] of [
    [3, 7],
    [7, 3],
  ] as [number, number][]) {
    close(pixel(axis('x', 'linear', [start, end]), start), 50)
    close(pixel(axis('x', 'linear', [start, end]), end), 450)
    close(pixel(axis('y', 'linear', [start, end]), start), 450)
    close(pixel(axis('y', 'linear', [start, end]), end), 50)
  }
})

test('log axes are even in the logarithm', () => {
  const log = axis('x', 'log', [-2, 2])
  for (const [value, at] of [
    [0.01, 50],
    [0.1, 150],
    [1, 250],
    [100, 450],
  ] as [number, number][]) {
    close(pixel(log, value), at, 1e-3)
  }
  assert.ok(Number.isNaN(pixel(log, -1)))
})

test('milliseconds in a day of this century keep their pixels', () => {
  const start = 1.7e12
  close(pixel(axis('x', 'linear', [start, start + 4]), start + 1), 150, 1e-3)
})

test('a range that shows nothing has no place', () => {
  assert.equal(placing(axis('x', 'linear', [1, 1]), 500), undefined)
  assert.equal(placing(axis('x', 'linear', [Number.NaN, 1]), 500), undefined)
})

test('values in pixels stand where they say', () => {
  close((place(inPixels(axis('x', 'linear', [0, 1]), 500), 100) + 1) * 250, 150)
  close((1 - place(inPixels(axis('y', 'linear', [0, 1]), 500), 100)) * 250, 150)
})

test('boxes are in device pixels from the lower left', () => {
  const [x, y] = [axis('x', 'linear', [0, 1]), { ...axis('y', 'linear', [0, 1]), _offset: 20, _length: 300 }]
  assert.deepEqual(plotBox(x, y as Axis, 2, 900), { x: 100, y: 900 - 640, width: 800, height: 600 })
})

test('pixels for a loop are those of the axis', () => {
  close(toPixels(axis('x', 'linear', [10, 20]))(15), 200)
  close(toPixels(axis('y', 'linear', [10, 20]))(12), 320)
  close(toPixels(axis('x', 'log', [0, 2]))(10), 200)
  const broken = { ...axis('x', 'date', [0, 1]), rangebreaks: [{}], c2p: (v: number) => v + 7 } as unknown as Axis
  assert.equal(toPixels(broken)(1), 8)
})
