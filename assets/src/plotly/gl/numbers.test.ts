import assert from 'node:assert/strict'
import { test } from 'node:test'
import { baseOf, loosely, numeric, sameSummary, split, split1, summarize } from './numbers'

test('hi and lo together are the double, to 48 bits', () => {
  const values = Float64Array.from({ length: 20_000 }, (_, i) => 1.7e12 + i * 0.37)
  const { hi, lo } = split(values)
  assert.ok(lo)
  for (const [i, v] of values.entries()) assert.ok(Math.abs((hi[i] as number) + (lo[i] as number) - v) <= v * 2 ** -47)
})

test('what float32 holds exactly needs no lo, and kinds the card reads are not copied', () => {
  assert.equal(split(Float64Array.of(1, 2.5, -3e5, NaN)).lo, undefined)
  assert.equal(split(Int32Array.of(1, 2, 1 << 24)).lo, undefined)
  assert.ok(split(Int32Array.of((1 << 24) + 1)).lo)
  for (const values of [Float32Array.of(1.1), Int16Array.of(-5), Uint8Array.of(200)]) {
    assert.equal(split(values).hi, values)
    assert.equal(split(values).lo, undefined)
  }
})

test('gaps and infinities stay in hi and leave lo at 0', () => {
  const { hi, lo } = split(Float64Array.of(NaN, Infinity, -1e300, 0.1))
  assert.deepEqual([...hi].slice(0, 3), [NaN, Infinity, -Infinity])
  assert.deepEqual([...(lo as Float32Array)].slice(0, 3), [0, 0, 0])
  assert.deepEqual(split1(Infinity), [Infinity, 0])
  const [a, b] = split1(1e9 + 0.25)
  assert.equal(a + b, 1e9 + 0.25)
})

test('a summary knows the ends of all kinds of columns, without gaps', () => {
  const plain = Array.from({ length: 30_000 }, (_, i) => ((i * 7919) % 1000) - 400)
  for (const kind of [Float64Array, Float32Array, Int16Array, Int32Array]) {
    const { min, max, minPositive, length } = summarize([kind.from(plain)])
    assert.deepEqual({ min, max, minPositive, length }, { min: -400, max: 599, minPositive: 1, length: 30_000 })
  }
  const { min, max } = summarize([Float64Array.of(NaN, -Infinity, 3, Infinity, 2)])
  assert.deepEqual([min, max], [2, 3])
  assert.equal(summarize([]).min, Infinity)
})

test('a summary tells changes in place, swaps and moved gaps', () => {
  const of = (...values: number[]) => summarize([Float64Array.from(values)])
  assert.ok(sameSummary(of(1, 2, 3), of(1, 2, 3)))
  assert.ok(!sameSummary(of(1, 2, 3), of(1, 3, 2)))
  assert.ok(!sameSummary(of(1, NaN, 3, 2), of(1, 3, NaN, 2)))
  assert.ok(!sameSummary(of(1, 2, 3), of(1, 2, 3, 3)))
  const rows = [Float64Array.from({ length: 1024 }, (_, i) => i), new Float64Array(1024)]
  assert.ok(!sameSummary(summarize(rows), summarize([...rows].reverse())), 'swapped rows')
})

test('plain arrays are numbers only where all of them are', () => {
  assert.deepEqual(numeric([1, null, undefined, 2]), Float64Array.of(1, NaN, NaN, 2))
  assert.equal(numeric([1, '2']), undefined)
  assert.deepEqual(loosely([1, '2', '', 'x', null, true]), Float64Array.of(1, 2, NaN, NaN, NaN, NaN))
})

test('a base is taken off only where values lie close together and far from 0', () => {
  assert.equal(baseOf(summarize([Float64Array.of(1e9, 1e9 + 5)])), 1e9)
  assert.equal(baseOf(summarize([Float64Array.of(0, 5)])), 0)
  assert.equal(baseOf(summarize([Float64Array.of(NaN)])), 0)
})
