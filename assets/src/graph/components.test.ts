import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Components } from './components'
import { parseDict, parseId, unmatched, type Value } from './patterns'

function page(...ids: string[]) {
  let asked = 0
  const components = new Components((id) => {
    asked++
    return ids.indexOf(id)
  })
  for (const id of ids) components.add(id)
  const find = (text: string, ...match: [string, Value][]) => components.inOrder(parseId(text), new Map(match))
  return { components, find, asked: () => asked }
}

const b = (i: Value) => `{"i":${JSON.stringify(i)},"t":"b"}`

describe('components of the page', () => {
  it('a plain id is found while it is there', () => {
    const { components, find } = page('a')
    assert.deepEqual(find('a'), ['a'])
    components.delete('a')
    assert.deepEqual(find('a'), [])
  })

  it('patterns find what they fix, in the order of the layout', () => {
    const { find } = page(b(3), 'x', b(1), '{"i":1,"t":"c"}', b(2))
    assert.deepEqual(find('{"i":["ALL"],"t":"b"}'), [b(3), b(1), b(2)])
    assert.deepEqual(find('{"i":1,"t":["ALL"]}'), [b(1), '{"i":1,"t":"c"}'])
    assert.deepEqual(find('{"i":["MATCH"],"t":"b"}', ['i', 2]), [b(2)])
    assert.deepEqual(find('{"i":["ALLSMALLER"],"t":"b"}', ['i', 3]), [b(1), b(2)])
    assert.deepEqual(find('{"i":["ALL"]}'), [])
  })

  it('an id of which nothing is open is found by itself, whatever its keys and values are', () => {
    const odd = '{"a\\"b":"x.y","k":false,"z":1.5}'
    const { components, find } = page(odd, b(1))
    const pattern = '{"z":["MATCH"],"a\\"b":["MATCH"],"k":["MATCH"]}'
    assert.deepEqual(find(pattern, ['z', 1.5], ['a"b', 'x.y'], ['k', false]), [odd])
    assert.deepEqual(find(pattern, ['z', 1.5], ['a"b', 'x.y'], ['k', true]), [])
    components.delete(odd)
    assert.deepEqual(find(pattern, ['z', 1.5], ['a"b', 'x.y'], ['k', false]), [])
  })

  it('MATCH without value stands for any', () => {
    assert.deepEqual(page(b(1), b(2)).find('{"i":["MATCH"],"t":"b"}'), [b(1), b(2)])
  })

  it('a number and its text are two', () => {
    const { find } = page(b(1), b('1'))
    assert.deepEqual(find('{"i":["MATCH"],"t":"b"}', ['i', '1']), [b('1')])
  })

  it('what comes and goes after a pattern was asked for is seen', () => {
    const { components, find } = page(b(1))
    const all = '{"i":["ALL"],"t":"b"}'
    find(all)
    components.add(b(2))
    assert.deepEqual(find(all), [b(2), b(1)])
    components.delete(b(1))
    assert.deepEqual(find(all), [b(2)])
    components.delete(b(2))
    assert.equal(components.some(parseId(all), unmatched), false)
  })

  it('asks for the order only where there is one', () => {
    const { find, asked } = page('a', b(1))
    find('a')
    find('{"i":["ALL"],"t":"b"}')
    assert.equal(asked(), 0)
  })

  it('an id is taken apart once while its component is there', () => {
    const { components } = page(b(1))
    assert.equal(components.dict(b(1)), components.dict(b(1)))
    assert.deepEqual(components.dict(b(5)), parseDict(b(5)))
  })
})
