import assert from 'node:assert/strict'
import { it } from 'node:test'
import { anew, differs } from './acts'

it('of most props a value equal to the present one is no news', () => {
  assert.equal(differs('figure', { data: [1] }, { data: [1] }), false)
  assert.equal(differs('figure', { data: [1] }, { data: [2] }), true)
})

it('of a deed each object is news, and nothing is not', () => {
  for (const property of ['extendData', 'prependData']) {
    const value = { y: [[1]] }
    assert.equal(differs(property, value, { y: [[1]] }), true)
    assert.equal(differs(property, value, value), false)
    assert.equal(differs(property, null, null), false)
    assert.equal(differs(property, undefined, value), true)
  }
})

it('an answer given again is a deed of its own', () => {
  for (const value of [{ y: [[1]] }, [{ y: [[1]] }, [0], 5]]) {
    const next = anew('extendData', value, value)
    assert.notEqual(next, value)
    assert.deepEqual(next, value)
    assert.equal(anew('figure', value, value), value)
  }
  const other = { y: [[2]] }
  assert.equal(anew('extendData', { y: [[1]] }, other), other)
  assert.equal(anew('extendData', null, null), null)
})
