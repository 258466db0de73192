import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { equal } from './equal'

describe('equality of props', () => {
  const f8 = (...numbers: number[]) => new Float64Array(numbers)
  const cases: [name: string, a: unknown, b: unknown, same: boolean][] = [
    ['numbers', 1, 1, true],
    ['a number and its text', 1, '1', false],
    ['NaN and NaN', Number.NaN, Number.NaN, true],
    ['zero and minus zero', 0, -0, true],
    ['null and undefined', null, undefined, false],
    ['null and an object', null, {}, false],
    ['equal nested values', { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, true],
    ['a different leaf', { a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, false],
    ['a key more on the left', { a: 1, b: 1 }, { a: 1 }, false],
    ['a key more on the right', { a: 1 }, { a: 1, b: 1 }, false],
    ['an undefined key and none', { a: 1, b: undefined }, { a: 1 }, true],
    ['a shorter array', [1], [1, 2], false],
    ['an array and an object', [], {}, false],
    ['typed arrays by content', f8(1, Number.NaN), f8(1, Number.NaN), true],
    ['typed arrays that differ', f8(1, 2), f8(1, 3), false],
    ['typed arrays of different kind', f8(1), new Float32Array([1]), false],
    ['a typed array and a plain one', f8(1), [1], false],
    ['a plain array and a typed one', [1], f8(1), false],
    ['a typed array and an object', f8(), {}, false],
    ['an object and a typed array', {}, f8(), false],
  ]
  for (const [name, a, b, same] of cases) {
    it(`${name}: ${same ? 'equal' : 'different'}`, () => {
      assert.equal(equal(a, b), same)
    })
  }
})
