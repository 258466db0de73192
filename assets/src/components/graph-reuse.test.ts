import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reuse } from './graph-reuse'

const f8 = (...values: number[]) => Float64Array.from(values)

test('equal arrays come back as the ones drawn before, the rest stays new', () => {
  const prev = { data: [{ x: f8(1, 2), y: [1, 2, 3], name: 'a' }], layout: { title: 'old' } }
  const next = { data: [{ x: f8(1, 2), y: [1, 2, 4], name: 'b' }], layout: { title: 'new' } }
  const { y } = next.data[0] as { y: number[] }
  const got = reuse(prev, next)
  assert.equal(got, next)
  assert.equal(got.data[0]?.x, prev.data[0]?.x)
  assert.equal(got.data[0]?.y, y)
  assert.deepEqual([got.data[0]?.name, got.layout.title], ['b', 'new'])
})

const odd = new Uint8Array(new ArrayBuffer(16), 1, 3).fill(7)
const pairs: [name: string, prev: unknown, next: unknown, same: boolean][] = [
  ['typed, equal', f8(1, Number.NaN, -0), f8(1, Number.NaN, -0), true],
  ['typed, other value', f8(1, 2), f8(1, 3), false],
  ['typed, other length', f8(1, 2), f8(1, 2, 3), false],
  ['typed, other kind', Float32Array.of(1, 2), f8(1, 2), false],
  ['typed, odd length', Float32Array.of(1, 2, 3), Float32Array.of(1, 2, 3), true],
  ['typed, bytes', Uint8Array.of(7, 7, 7), Uint8Array.of(7, 7, 7), true],
  ['typed, lying otherwise in memory', odd, Uint8Array.of(7, 7, 7), true],
  ['plain, equal', ['a', 1, null, Number.NaN], ['a', 1, null, Number.NaN], true],
  ['plain, other value', ['a', 1], ['a', 2], false],
  ['plain against typed', [1, 2], f8(1, 2), false],
  ['matrix, equal', [[1, 2], [3]], [[1, 2], [3]], true],
  ['matrix of typed rows, equal', [f8(1), f8(2)], [f8(1), f8(2)], true],
  ['matrix, one row other', [[1], [2]], [[1], [3]], false],
  ['empty', [], [], true],
  ['nothing before', undefined, [1], false],
  ['nothing now', [1], null, false],
]

for (const [name, prev, next, same] of pairs) {
  test(`array ${same ? 'is reused' : 'stays new'}: ${name}`, () => {
    const got = reuse({ v: prev }, { v: next })
    assert.equal(got.v === prev, same)
    assert.deepEqual(got.v, next)
  })
}

test('traces are compared by place, and may be more or fewer than before', () => {
  const a = { data: [{ y: [1, 2] }, { y: [3, 4] }] }
  const more = reuse(a, { data: [{ y: [1, 2] }, { y: [3, 4] }, { y: [5] }] })
  assert.equal(more.data[1]?.y, a.data[1]?.y)
  const fewer = reuse(a, { data: [{ y: [3, 4] }] })
  assert.notEqual(fewer.data[0]?.y, a.data[0]?.y)
})

test('neither arrays of values nor the previous figure are written into', () => {
  const prev = Object.freeze({ z: Object.freeze([Object.freeze([1]), Object.freeze([2])]) })
  const next = { z: Object.freeze([Object.freeze([1]), Object.freeze([3])]) }
  const got = reuse(prev, next)
  assert.deepEqual(got.z, [[1], [3]])
})
