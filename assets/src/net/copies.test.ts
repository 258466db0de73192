import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { giver } from './copies'

const node = (props: object) => ({ type: 'Div', namespace: 'html', props })

describe('an answer given twice', () => {
  it('is the same object when it holds no component', () => {
    const answer = { response: { g: { figure: { data: [{ y: new Float64Array(2) }], layout: null } } } }
    const give = giver(answer)
    assert.equal(give(), answer)
    assert.equal(give(), answer)
  })

  it('has components of its own, and they are as they came whatever became of the others', () => {
    const answer = { children: [node({ id: 'a', children: node({ value: 1 }) }), 'text'] }
    const want = structuredClone(answer)
    const give = giver(answer)
    const first = give() as typeof answer
    Object.assign(first.children[0] as object, { props: { typed: 'by the user' } })
    assert.deepEqual(give(), want)
    assert.notEqual(give(), give())
  })

  it('shares what lies beside and inside the components', () => {
    const figure = { data: [{ y: new Float64Array(2) }] }
    const data = [1, 2]
    const give = giver({ a: node({ figure }), b: { data } })
    const [first, second] = [give(), give()]
    assert.notEqual(first.a, second.a)
    assert.equal((second.a.props as { figure: unknown }).figure, figure)
    assert.equal(second.b.data, data)
  })

  it('may be nothing at all', () => {
    assert.equal(giver(undefined)(), undefined)
  })
})
