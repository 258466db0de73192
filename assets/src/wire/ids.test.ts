import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { idString, idValue, parseOutput, splitPropId, splitSideKey } from './ids'

describe('ids', () => {
  it('a plain id is itself', () => {
    assert.equal(idString('city'), 'city')
    assert.equal(idValue('city'), 'city')
  })

  it('a dictionary id becomes JSON with sorted keys and no spaces, and comes back', () => {
    const text = '{"index":1,"on":true,"type":"a.b"}'
    assert.equal(idString({ type: 'a.b', index: 1, on: true }), text)
    assert.deepEqual(idValue(text), { index: 1, on: true, type: 'a.b' })
    assert.equal(JSON.stringify(idValue(text)), text)
  })

  it('a prop id splits at its last dot', () => {
    assert.deepEqual(splitPropId('{"t":"a.b"}.value'), { id: '{"t":"a.b"}', property: 'value' })
  })
})

describe('keys of side updates', () => {
  const cases: [key: string, id: string, property: string | undefined][] = [
    ['city', 'city', undefined],
    ['city.value', 'city', 'value'],
    ['city.data-a.b', 'city', 'data-a.b'],
    ['{"i":1,"t":"a.b"}', '{"i":1,"t":"a.b"}', undefined],
    ['{"i":["ALL"],"t":"a.b"}.value', '{"i":["ALL"],"t":"a.b"}', 'value'],
  ]
  for (const [key, id, property] of cases) {
    it(`${key} names ${property === undefined ? 'a component' : 'a prop'}`, () => {
      assert.deepEqual(splitSideKey(key), property === undefined ? { id } : { id, property })
    })
  }
})

describe('output ids', () => {
  const cases: [text: string, multi: boolean, props: string[]][] = [
    ['a.b', false, ['a|b|b']],
    ['..a.x...b.y..', true, ['a|x|x', 'b|y|y']],
    ['..a.x..', true, ['a|x|x']],
    ['a.b@0f', false, ['a|b@0f|b']],
    ['{"i":["MATCH"],"t":"p.q"}.v', false, ['{"i":["MATCH"],"t":"p.q"}|v|v']],
    ['9f86d081', false, []],
  ]
  for (const [text, multi, props] of cases) {
    it(`${text} names ${props.length} outputs`, () => {
      const parsed = parseOutput(text)
      assert.equal(parsed.multi, multi)
      assert.deepEqual(
        parsed.outputs.map(({ id, property, prop }) => [id, property, prop].join('|')),
        props,
      )
    })
  }
})
