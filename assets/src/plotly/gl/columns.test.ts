import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calcColumn, columnOf, interleaved, milliseconds } from './columns'
import type { Axis, Trace } from './types'

const axis = (type: string, more = {}) => ({ type, ...more }) as Axis
const trace = (x: unknown, length = (x as unknown[]).length) => ({ x, _length: length }) as unknown as Trace

test('a column is the same object for as long as its array holds the same', () => {
  const values = Float64Array.of(1, 2, 3)
  const first = columnOf(values, values)
  assert.equal(columnOf(values, values), first)
  values[1] = 5
  const second = columnOf(values, values)
  assert.notEqual(second, first)
  assert.equal(second.summary.max, 5)
})

test('typed columns are taken as they are, on linear and log axes', () => {
  const x = Float32Array.of(1, 2, 3)
  assert.equal(calcColumn(axis('linear'), trace(x), 'x').values, x)
  assert.equal(calcColumn(axis('log'), trace(x), 'x').values, x)
  assert.equal(calcColumn(axis('linear'), trace(x, 2), 'x').values.length, 2)
})

test('plain columns keep their object though they are copied each time', () => {
  const x = [1, null, 3]
  const first = calcColumn(axis('linear'), trace(x), 'x')
  assert.deepEqual(first.values, Float64Array.of(1, NaN, 3))
  assert.equal(calcColumn(axis('linear'), trace(x), 'x'), first)
})

test('what only the axis understands, the axis converts', () => {
  const makeCalcdata = () => [0, undefined, 2]
  for (const type of ['linear', 'category', 'date']) {
    const column = calcColumn(axis(type, { makeCalcdata }), trace(['a', 'b', 'c']), 'x')
    assert.deepEqual(column.values, Float64Array.of(0, NaN, 2))
  }
})

test('milliseconds are shifted as the axis shifts each, with few questions to it', () => {
  let asked = 0
  // A zone that is an hour ahead from 5 million seconds on; numbers of four digits are years.
  const convert = (v: number) => {
    asked++
    return Math.abs(v) < 10_000 ? v * 1000 : v + (v >= 5e9 - (5e9 % 900_000) ? 3_600_000 : 0)
  }
  const values = Float64Array.from({ length: 10_000 }, (_, i) => 4.9e9 + i * 20_000 + 0.5)
  const out = milliseconds(values, convert)
  const questions = asked
  for (const [i, v] of values.entries()) assert.equal(out[i], convert(v))
  assert.ok(questions < 300, `${questions} questions`)
  assert.deepEqual(milliseconds(Int16Array.of(2024, -3), convert), Float64Array.of(2_024_000, -3000))
  assert.ok(Number.isNaN(milliseconds(Float64Array.of(NaN), (v) => v)[0]))
})

test('interleaved columns come apart, the same array into the same two', () => {
  const xy = Float32Array.of(1, 10, 2, 20, 3)
  const { x, y } = interleaved(xy)
  assert.deepEqual([x, y], [Float32Array.of(1, 2), Float32Array.of(10, 20)])
  assert.equal(interleaved(xy).x, x)
  assert.deepEqual(interleaved([1, 2]).y, Float64Array.of(2))
})
