import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dep } from '../graph/page.fake'
import { golden } from '../wire/golden.fake'
import type { CallRequest, Dependency } from '../wire/records'
import { instanceIds, readableCallback, readableId, readableProp } from './calls-names'

const request = (change: Partial<CallRequest> = {}): CallRequest => ({
  output: 'out.v',
  inputs: [],
  changedPropIds: [],
  parsedChangedPropsIds: [],
  ...change,
})
const match = (key: string, ...rest: string[]) => `{"${key}":["MATCH"]${rest.join('')}}`

describe('ids as developers read them', () => {
  const ids: [id: string | Record<string, unknown>, text: string][] = [
    ['plain-id', 'plain-id'],
    [{ index: 1, type: 'row' }, '{index: 1, type: row}'],
    ['{"index":1,"type":"row"}', '{index: 1, type: row}'],
    ['{"index":["MATCH"],"n":["ALL"],"o":["ALLSMALLER"]}', '{index: MATCH, n: ALL, o: ALLSMALLER}'],
    [
      '{"a":"1","b":"true","c":"MATCH","d":"two words","e":""}',
      '{a: "1", b: "true", c: "MATCH", d: "two words", e: ""}',
    ],
    ['{"a":true,"b":1.5}', '{a: true, b: 1.5}'],
    ['{broken', '{broken'],
  ]
  for (const [id, text] of ids) it(`are ${text}`, () => assert.equal(readableId(id), text))

  const props: [text: string, readable: string][] = [
    ['out.children', 'out.children'],
    ['{"file":"a.b"}.value', '{file: "a.b"}.value'],
    ['out.children@9f86d081884c', 'out.children@9f86'],
    ['hash', 'hash'],
  ]
  for (const [text, readable] of props)
    it(`with a property: ${readable}`, () => assert.equal(readableProp(text), readable))
})

describe('a callback as developers read it', () => {
  const callbacks: [dependency: Dependency, text: string][] = [
    [dep('out.children', 'in.v'), 'out.children'],
    [dep('..a.x...{"i":["MATCH"]}.y@ab12cd..', 'in.v'), 'a.x, {i: MATCH}.y@ab12'],
    [dep('9f86d081', 'in.v go.n', { no_output: true }), '(no output) ← in.v, go.n'],
    [dep('9f86d081', '{"i":["ALL"]}.v'), '(no output) ← {i: ALL}.v'],
  ]
  for (const [dependency, text] of callbacks) it(`is ${text}`, () => assert.equal(readableCallback(dependency), text))

  it('has a name in every golden dependency', () => {
    for (const folder of ['dependencies', 'dependency-every-key']) {
      for (const dependency of JSON.parse(golden(folder, 'response.json')) as Dependency[]) {
        assert.doesNotMatch(readableCallback(dependency), /["[\]]|\.\./)
      }
    }
  })
})

describe('the instance of a call', () => {
  it('is none without MATCH', () => {
    const outputs = { id: { i: 1 }, property: 'v' }
    assert.deepEqual(instanceIds(dep('{"i":1}.v', 'in.v'), request({ outputs })), [])
    assert.deepEqual(instanceIds(dep('{"i":["ALL"]}.v', 'in.v'), request({ outputs: [outputs] })), [])
    assert.deepEqual(instanceIds(dep('hash', 'in.v', { no_output: true }), request()), [])
  })

  it('is the ids of its outputs, each once and without those of ALL', () => {
    const dependency = dep(
      `..${match('i')}.v...${match('i')}.w...${match('i', ',"part":["ALL"]')}.t...plain.v..`,
      'in.v',
    )
    const outputs = [
      { id: { i: 2 }, property: 'v' },
      { id: { i: 2 }, property: 'w' },
      [{ id: { i: 2, part: 'a' }, property: 't' }],
      { id: 'plain', property: 'v' },
    ]
    assert.deepEqual(instanceIds(dependency, request({ outputs })), ['{i: 2}'])
  })

  it('is the ids of its inputs where the outputs have no MATCH', () => {
    const inputs = [{ id: { i: 3 }, property: 'n' }, { id: 'in', property: 'v' }, []]
    assert.deepEqual(instanceIds(dep('out.v', `${match('i')}.n in.v`), request({ inputs })), ['{i: 3}'])
  })

  it('is not searched in ids that cannot be read', () => {
    assert.deepEqual(instanceIds(dep('{broken.v', 'in.v'), request()), [])
  })
})
