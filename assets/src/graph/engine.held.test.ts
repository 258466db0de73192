import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dep, Page } from './page.fake'

const id = (type: string, index: number) => `{"index":${index},"type":"${type}"}`
const all = (type: string, key: string) => `{"index":["${key}"],"type":"${type}"}`

test('a call says what its outputs hold, whenever it is asked', () => {
  const [one, two] = [{ data: [1] }, { data: [2] }]
  const page = new Page([dep('..g.figure...out.v..', 'in.v')], { in: { v: 1 }, g: { figure: one }, out: {} }).start()
  const call = page.take('..g.figure...out.v..')
  assert.deepEqual(call.held(), [one, undefined])
  assert.equal(call.held()[0], one)
  page.props.set('g', { figure: two })
  assert.equal(call.held()[0], two)
})

test('a call to a pattern says what all hold that it stands for, and one of MATCH what its own holds', () => {
  const props = { in: { v: 1 }, [id('g', 1)]: { figure: 'a' }, [id('g', 2)]: { figure: 'b' } }
  const page = new Page([dep(`${all('g', 'ALL')}.figure`, 'in.v')], props).start()
  assert.deepEqual(page.take(`${all('g', 'ALL')}.figure`).held(), ['a', 'b'])
  const output = `${all('g', 'MATCH')}.figure`
  const dependency = { ...dep(output, ''), inputs: [{ id: all('in', 'MATCH'), property: 'v' }] }
  const matching = new Page([dependency], { ...props, [id('in', 1)]: { v: 1 }, [id('in', 2)]: { v: 2 } }).start()
  assert.deepEqual([matching.take(output).held(), matching.take(output).held()], [['a'], ['b']])
})

test('a call whose outputs have gone meanwhile holds nothing of them', () => {
  const page = new Page([dep('g.figure', 'in.v')], { in: { v: 1 }, g: { figure: 'a' } }).start()
  const call = page.take('g.figure')
  page.props.delete('g')
  assert.deepEqual(call.held(), [undefined])
})
