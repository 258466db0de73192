import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { contextOf } from './context'
import { outgoing } from './page.fake'

const context = (record: object = {}) => contextOf(outgoing(record, null).request)

describe('callback_context', () => {
  it('tells what triggered the call, with its value', () => {
    const { triggered, triggered_id } = context()
    assert.deepEqual(triggered, [{ prop_id: 'in.v', value: 1 }])
    assert.equal(triggered_id, 'in')
  })

  it('of an initial call knows no trigger', () => {
    const { triggered, triggered_id } = context({ changedPropIds: [] })
    assert.deepEqual(triggered, [])
    assert.equal(triggered_id, undefined)
  })

  it('tells all triggers; the id is that of the first', () => {
    const inputs = ['a', 'b'].map((id) => ({ id, property: 'v', value: id }))
    const { triggered, triggered_id } = context({ inputs, changedPropIds: ['b.v', 'a.v'] })
    assert.deepEqual(triggered, [
      { prop_id: 'b.v', value: 'b' },
      { prop_id: 'a.v', value: 'a' },
    ])
    assert.equal(triggered_id, 'b')
  })

  it('gives a dictionary id as an object, dots in it or not', () => {
    const id = { index: 1, type: 'a.b' }
    const key = '{"index":1,"type":"a.b"}.v'
    const inputs = [[{ id, property: 'v', value: 7 }]]
    const got = context({ inputs, changedPropIds: [key] })
    assert.deepEqual(got.triggered_id, id)
    assert.deepEqual(got.triggered, [{ prop_id: key, value: 7 }])
    assert.deepEqual(got.inputs, { [key]: 7 })
  })

  it('holds inputs and states by prop, null where there is no value', () => {
    const { inputs, states } = context({
      inputs: [
        { id: 'in', property: 'v', value: 0 },
        { id: 'none', property: 'v' },
      ],
      state: [[{ id: { i: 2, a: 1 }, property: 's', value: 's' }]],
    })
    assert.deepEqual(inputs, { 'in.v': 0, 'none.v': null })
    assert.deepEqual(states, { '{"a":1,"i":2}.s': 's' })
  })

  it('holds the lists of the record', () => {
    const { request } = outgoing({ state: [{ id: 's', property: 'v' }] }, null)
    const { inputs_list, states_list, outputs_list } = contextOf(request)
    assert.equal(inputs_list, request.inputs)
    assert.equal(states_list, request.state)
    assert.equal(outputs_list, request.outputs)
  })

  it('of a callback without state has none', () => {
    const { states, states_list } = context()
    assert.deepEqual([states, states_list], [{}, []])
  })
})
