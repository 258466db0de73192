import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'
import { Times } from '../wire/times'
import { isPatch, type Patch, patched } from './patch'

const op = (operation: string, location: (string | number)[], params: object = {}) => ({ operation, location, params })

const patch = (...operations: ReturnType<typeof op>[]): Patch => ({
  __dash_patch_update: '__dash_patch_update',
  operations,
})

const table: [name: string, before: unknown, patch: Patch, after: unknown][] = [
  ['Assign sets a key', { a: 1 }, patch(op('Assign', ['a'], { value: 2 })), { a: 2 }],
  ['Assign adds a key', { a: 1 }, patch(op('Assign', ['b'], { value: 2 })), { a: 1, b: 2 }],
  ['Assign sets an item', [1, 2, 3], patch(op('Assign', [1], { value: 9 })), [1, 9, 3]],
  ['Assign sets an item from the end', [1, 2, 3], patch(op('Assign', [-1], { value: 9 })), [1, 2, 9]],
  ['Assign at the top replaces all', { a: 1 }, patch(op('Assign', [], { value: 5 })), 5],
  [
    'Assign goes deep',
    { d: [{ x: [1, 2] }] },
    patch(op('Assign', ['d', 0, 'x', -2], { value: 7 })),
    { d: [{ x: [7, 2] }] },
  ],
  ['Delete drops a key', { a: 1, b: 2 }, patch(op('Delete', ['a'])), { b: 2 }],
  ['Delete drops an item', [1, 2, 3], patch(op('Delete', [-2])), [1, 3]],
  [
    'Merge is shallow',
    { a: { x: 1, y: 2 } },
    patch(op('Merge', ['a'], { value: { y: 3, z: 4 } })),
    { a: { x: 1, y: 3, z: 4 } },
  ],
  ['Extend adds a list', { a: [1] }, patch(op('Extend', ['a'], { value: [2, 3] })), { a: [1, 2, 3] }],
  ['Append adds one at the end, a list too', [1], patch(op('Append', [], { value: [2] })), [1, [2]]],
  ['Prepend adds one at the start', [1], patch(op('Prepend', [], { value: 0 })), [0, 1]],
  ['Insert puts one in', [1, 3], patch(op('Insert', [], { value: 2, index: 1 })), [1, 2, 3]],
  ['Insert counts from the end', [1, 3], patch(op('Insert', [], { value: 2, index: -1 })), [1, 2, 3]],
  ['Remove drops all that are equal', [{ a: 1 }, 2, { a: 1 }], patch(op('Remove', [], { value: { a: 1 } })), [2]],
  ['Clear empties a list', { a: [1] }, patch(op('Clear', ['a'])), { a: [] }],
  ['Clear empties an object', { a: { b: 1 } }, patch(op('Clear', ['a'])), { a: {} }],
  ['Reverse turns a list', [1, 2, 3], patch(op('Reverse', [])), [3, 2, 1]],
  ['Add adds', { n: 1 }, patch(op('Add', ['n'], { value: 2 })), { n: 3 }],
  ['Add joins texts', { n: 'a' }, patch(op('Add', ['n'], { value: 'b' })), { n: 'ab' }],
  ['Sub subtracts', 5, patch(op('Sub', [], { value: 2 })), 3],
  ['Mul multiplies', 5, patch(op('Mul', [], { value: 2 })), 10],
  ['Div divides', 5, patch(op('Div', [], { value: 2 })), 2.5],
  [
    'operations follow one another',
    [1],
    patch(op('Append', [], { value: 2 }), op('Reverse', []), op('Add', [-1], { value: 9 })),
    [2, 10],
  ],
  [
    'a typed array stays one',
    { y: Float64Array.of(1, 2) },
    patch(op('Append', ['y'], { value: 3 })),
    { y: Float64Array.of(1, 2, 3) },
  ],
  [
    'a typed array takes another',
    Int8Array.of(1),
    patch(op('Extend', [], { value: Float64Array.of(2, 3) })),
    Int8Array.of(1, 2, 3),
  ],
  [
    'a typed array that cannot hold a number becomes a list',
    Int8Array.of(1),
    patch(op('Append', [], { value: 1000 })),
    [1, 1000],
  ],
  [
    'a typed array that cannot hold a text becomes a list',
    Int8Array.of(1),
    patch(op('Append', [], { value: 'x' })),
    [1, 'x'],
  ],
  [
    'NaN stays in a typed array',
    Float64Array.of(1),
    patch(op('Append', [], { value: Number.NaN })),
    Float64Array.of(1, Number.NaN),
  ],
]

describe('operations', () => {
  for (const [name, before, change, after] of table) {
    it(name, () => {
      const kept = structuredClone(before)
      assert.deepEqual(patched(before, change), after)
      assert.deepEqual(before, kept, 'the old value is as it was')
    })
  }
})

test('what is not on the way keeps its identity', () => {
  const before = { data: [{ x: [1], y: [2] }, { x: [3] }], layout: { title: 'a' } }
  const after = patched(before, patch(op('Assign', ['data', 0, 'y'], { value: [9] }))) as typeof before
  assert.notEqual(after, before)
  assert.equal(after.layout, before.layout)
  assert.equal(after.data[1], before.data[1])
  assert.equal(after.data[0]?.x, before.data[0]?.x)
})

test('a value can be set where nothing is', () => {
  assert.equal(patched(undefined, patch(op('Assign', [], { value: 1 }), op('Add', [], { value: 2 }))), 3)
  assert.equal(patched(undefined, patch()), undefined)
})

test('a list can begin where nothing is', () => {
  for (const nothing of [undefined, null]) {
    assert.deepEqual(patched(nothing, patch(op('Append', [], { value: 1 }), op('Prepend', [], { value: 0 }))), [0, 1])
    assert.deepEqual(patched(nothing, patch(op('Extend', [], { value: [1, 2] }))), [1, 2])
    assert.deepEqual(patched(nothing, patch(op('Insert', [], { value: 1, index: 3 }))), [1])
    for (const name of ['Remove', 'Clear', 'Reverse']) {
      assert.deepEqual(patched(nothing, patch(op(name, [], { value: 1 }))), [])
    }
  }
  assert.deepEqual(patched({ a: null }, patch(op('Append', ['a'], { value: 1 }))), { a: [1] })
})

const wrong: [name: string, before: unknown, patch: Patch, message: RegExp][] = [
  ['a prop without value', undefined, patch(op('Merge', [], { value: {} })), /Cannot patch/],
  ['a step into a prop without value', undefined, patch(op('Append', ['a'], { value: 1 })), /Cannot patch/],
  ['a number that is not there', undefined, patch(op('Add', [], { value: 1 })), /Cannot patch/],
  ['an unknown operation', [1], patch(op('Sort', [])), /^PatchError: Invalid Operation Sort$/],
  [
    'a key that is not there',
    { a: 1 },
    patch(op('Append', ['b', 'c'], { value: 1 })),
    /Append at b\.c: there is no "b"/,
  ],
  ['an item that is not there', [1], patch(op('Assign', [5], { value: 1 })), /there is no 5/],
  ['a list operation on an object', { a: {} }, patch(op('Append', ['a'], { value: 1 })), /expected a list, found \{\}/],
  ['Merge on a list', [1], patch(op('Merge', [], { value: {} })), /expected an object/],
  ['Sub on a text', { a: 'x' }, patch(op('Sub', ['a'], { value: 1 })), /expected a number, found "x"/],
  ['Add on nothing', { a: null }, patch(op('Add', ['a'], { value: 1 })), /expected a number, found null/],
]

describe('what does not fit is an error that names the place:', () => {
  for (const [name, before, change, message] of wrong)
    it(name, () => assert.throws(() => patched(before, change), message))
})

test('a patch is told by its mark', () => {
  assert.equal(isPatch(patch()), true)
  for (const other of [null, [], {}, { operations: [] }, { __dash_patch_update: 1 }])
    assert.equal(isPatch(other), false)
})

describe('a patch of a column of times', () => {
  const one = (operation: string, location: (string | number)[], params: object) =>
    patch(op(operation, location, params))
  const figure = { x: Times.of(0, 1), y: [1] }

  it('makes a list of texts of it, which it is to the server', () => {
    const texts = ['1970-01-01T00:00:00', '1970-01-01T00:00:00.001']
    assert.deepEqual(patched(figure, one('Append', ['x'], { value: '2024-01-01' })), {
      x: [...texts, '2024-01-01'],
      y: [1],
    })
    assert.deepEqual(patched(figure, one('Extend', ['y'], { value: Times.of(1) })), { x: figure.x, y: [1, texts[1]] })
    assert.deepEqual(patched(figure, one('Assign', ['x', 1], { value: 'a' })), { x: [texts[0], 'a'], y: [1] })
    assert.deepEqual(patched(figure, one('Add', ['x', 0], { value: '!' })), { x: [`${texts[0]}!`, texts[1]], y: [1] })
  })

  it('leaves it as it is where it is about something else', () => {
    const next = patched(figure, one('Assign', ['y', 0], { value: 2 })) as typeof figure
    assert.equal(next.x, figure.x)
  })
})
