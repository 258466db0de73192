import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Patch } from './patch'
import { type Outputs, updatesOf } from './updates'

const skip = Symbol('skip')
const updates = (outputs: Outputs, result: unknown) => updatesOf(outputs, result, (value) => value === skip, 'out.v')
const out = (id: string | Record<string, unknown>, property = 'v') => ({ id, property })

describe('the result of a function', () => {
  const patch = new Patch().clear(['x'])
  const row = (i: number) => out({ type: 'row', index: i })
  const cases: [name: string, outputs: Outputs, result: unknown, want: object][] = [
    ['sets its one output', out('a'), 1, { a: { v: 1 } }],
    ['may be an array for one output', out('a'), [1, 2], { a: { v: [1, 2] } }],
    ['may be null or nothing', [out('a'), out('b')], [null, undefined], { a: { v: null }, b: { v: undefined } }],
    ['sets several outputs in their order', [out('a'), out('b')], [1, 2], { a: { v: 1 }, b: { v: 2 } }],
    ['sets several props of one component', [out('a'), out('a', 'w')], [1, 2], { a: { v: 1, w: 2 } }],
    ['sets a list of one output', [out('a')], [1], { a: { v: 1 } }],
    ['leaves an output for which it says so', [out('a'), out('b')], [skip, 2], { b: { v: 2 } }],
    ['leaves all where it is nothing but that', [out('a'), out('b')], skip, {}],
    ['leaves its one output', out('a'), skip, {}],
    ['sets the prop of a duplicate output', out('a', 'v@0f'), 1, { a: { v: 1 } }],
    ['sets a component by its dictionary id', row(1), 1, { '{"index":1,"type":"row"}': { v: 1 } }],
    [
      'sets all of a pattern, but those it leaves',
      [[row(1), row(2), row(3)], out('a')],
      [['x', skip, 'z'], 2],
      { '{"index":1,"type":"row"}': { v: 'x' }, '{"index":3,"type":"row"}': { v: 'z' }, a: { v: 2 } },
    ],
    ['leaves all of a pattern at once', [[row(1), row(2)], out('a')], [skip, 2], { a: { v: 2 } }],
    ['sets none of a pattern that has none', [[], out('a')], [[], 2], { a: { v: 2 } }],
    ['may be a patch', out('a'), patch, { a: { v: patch.build() } }],
    ['may be a patch that was built', out('a'), patch.build(), { a: { v: patch.build() } }],
  ]
  for (const [name, outputs, result, want] of cases) {
    it(name, () => {
      assert.deepEqual(updates(outputs, result), want)
    })
  }

  const wrong: [outputs: Outputs, result: unknown, message: RegExp][] = [
    [[out('a'), out('b')], 1, /the callback "out.v" takes an array of 2 values, but was given number/],
    [[out('a'), out('b')], null, /was given null/],
    [[out('a'), out('b')], undefined, /was given undefined/],
    [[out('a'), out('b')], 'ab', /was given string/],
    [[out('a'), out('b')], [1], /was given an array of 1/],
    [[out('a')], [1, 2], /an array of 1 values, but was given an array of 2/],
    [[[row(1), row(2)], out('a')], [[1], 2], /an array of 2 values, but was given an array of 1/],
    [[[row(1), row(2)], out('a')], ['x', 2], /was given string/],
  ]
  for (const [outputs, result, message] of wrong) {
    it(`${JSON.stringify(result)} does not fit ${JSON.stringify(outputs)}`, () => {
      assert.throws(() => updates(outputs, result), message)
    })
  }
})
