import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { built, Patch } from './patch'

describe('Patch', () => {
  const at = ['data', -1, 'y']
  const cases: [name: string, patch: Patch, operation: string, params: object][] = [
    ['assign', new Patch().assign(at, 1), 'Assign', { value: 1 }],
    ['merge', new Patch().merge(at, { a: 1 }), 'Merge', { value: { a: 1 } }],
    ['extend', new Patch().extend(at, [1]), 'Extend', { value: [1] }],
    ['delete', new Patch().delete(at), 'Delete', {}],
    ['insert', new Patch().insert(at, 2, 'x'), 'Insert', { index: 2, value: 'x' }],
    ['append', new Patch().append(at, 1), 'Append', { value: 1 }],
    ['prepend', new Patch().prepend(at, 1), 'Prepend', { value: 1 }],
    ['add', new Patch().add(at, 1), 'Add', { value: 1 }],
    ['sub', new Patch().sub(at, 1), 'Sub', { value: 1 }],
    ['mul', new Patch().mul(at, 2), 'Mul', { value: 2 }],
    ['div', new Patch().div(at, 2), 'Div', { value: 2 }],
    ['clear', new Patch().clear(at), 'Clear', {}],
    ['reverse', new Patch().reverse(at), 'Reverse', {}],
    ['remove', new Patch().remove(at, 1), 'Remove', { value: 1 }],
  ]
  for (const [name, patch, operation, params] of cases) {
    it(`${name} becomes ${operation}`, () => {
      assert.deepEqual(patch.build(), {
        __dash_patch_update: '__dash_patch_update',
        operations: [{ operation, location: at, params }],
      })
    })
  }

  it('keeps the order of a chain', () => {
    const { operations } = new Patch().assign(['a'], 1).delete(['b']).append(['c'], 2).build()
    assert.deepEqual(
      (operations as { operation: string }[]).map(({ operation }) => operation),
      ['Assign', 'Delete', 'Append'],
    )
  })

  it('is not changed by what becomes of a location, nor what it built by what is added later', () => {
    const location = ['a']
    const patch = new Patch().assign(location, 1)
    location.push('b')
    const first = patch.build()
    patch.delete(['c'])
    assert.deepEqual(first.operations, [{ operation: 'Assign', location: ['a'], params: { value: 1 } }])
  })

  it('need not be built by who returns it; other values stay as they are', () => {
    const patch = new Patch().clear(['a'])
    assert.deepEqual(built(patch), patch.build())
    const value = { build: () => 'mine' }
    assert.equal(built(value), value)
    assert.equal(built(null), null)
  })
})
