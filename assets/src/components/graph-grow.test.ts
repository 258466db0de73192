import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isTimes, textsOf, timesOf } from '../wire/times'
import { grow } from './graph-grow'

const f = (...values: number[]) => Float64Array.of(...values)

test('values are added at either end, within a window of the newest', () => {
  for (const kind of ['plain', 'typed'] as const) {
    const make = (...values: number[]) => (kind === 'plain' ? values : f(...values))
    const cases: [added: number[], limit: number | undefined, front: boolean, want: number[]][] = [
      [[4, 5], undefined, false, [1, 2, 3, 4, 5]],
      [[4, 5], 4, false, [2, 3, 4, 5]],
      [[4, 5], 2, false, [4, 5]],
      [[4, 5], 1, false, [5]],
      [[4, 5], 0, false, []],
      [[4, 5], 99, false, [1, 2, 3, 4, 5]],
      [[], 2, false, [2, 3]],
      [[4, 5], undefined, true, [4, 5, 1, 2, 3]],
      [[4, 5], 3, true, [4, 5, 1]],
      [[4, 5], 1, true, [4]],
      [[4, 5], 0, true, []],
    ]
    for (const [added, limit, front, want] of cases)
      assert.deepEqual(grow(make(1, 2, 3), added, limit, front), make(...want), `${kind} ${added} ${limit} ${front}`)
  }
})

test('what was there before is never written into', () => {
  const first = f(1, 2)
  const second = grow(first, [3])
  const third = grow(second, [4])
  // Two columns grown out of one do not share what they grew by.
  const other = grow(second, [9])
  assert.deepEqual([first, second, third, other], [f(1, 2), f(1, 2, 3), f(1, 2, 3, 4), f(1, 2, 3, 9)])
  const list = [1]
  grow(list, [2])
  assert.deepEqual(list, [1])
})

test('many small additions copy the column but a few times', () => {
  for (const front of [false, true]) {
    for (const limit of [undefined, 10_000]) {
      let column = new Float64Array(10_000) as ReturnType<typeof grow>
      const buffers = new Set<unknown>()
      for (let i = 0; i < 1000; i++) {
        column = grow(column, f(i, i), limit, front)
        buffers.add((column as Float64Array).buffer)
      }
      assert.ok(buffers.size <= 2, `${buffers.size} buffers`)
      const newest = front ? [column[0], column[2]] : [column.at(-1), column.at(-3)]
      assert.deepEqual(newest, [999, 998])
      assert.equal(column.length, limit ?? 12_000)
    }
  }
})

test('an integer column takes integers as they are, and becomes one of floats for fractions', () => {
  assert.deepEqual(grow(Int8Array.of(1), [2]), Int8Array.of(1, 2))
  assert.deepEqual(grow(Int8Array.of(1), [200]), f(1, 200))
  assert.deepEqual(grow(Int8Array.of(1), [0.5]), f(1, 0.5))
  assert.deepEqual(grow(Int8Array.of(1), f(2)), Int8Array.of(1, 2))
  assert.deepEqual(grow(Int32Array.of(1), [null]), f(1, Number.NaN))
})

test('a gap among floats is no number, and text makes a plain list', () => {
  assert.deepEqual(grow(f(1), [null, 2]), f(1, Number.NaN, 2))
  assert.deepEqual(grow(Float32Array.of(1), [0.1]), Float32Array.of(1, 0.1))
  assert.deepEqual(grow(f(1), ['2024-01-01']), [1, '2024-01-01'])
  assert.deepEqual(grow(['a'], f(1)), ['a', 1])
})

test('texts added to a column of times become times, and times added to texts texts', () => {
  const times = timesOf(['2026-01-01', '2026-01-02'])
  const grown = grow(times, ['2026-01-03 12:00'])
  assert.ok(isTimes(grown))
  assert.deepEqual(textsOf(grown), ['2026-01-01T00:00:00', '2026-01-02T00:00:00', '2026-01-03T12:00:00'])
  assert.deepEqual(grow(['2025-12-31'], times), ['2025-12-31', '2026-01-01T00:00:00', '2026-01-02T00:00:00'])
})
