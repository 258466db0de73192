import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decode, stringify } from '../wire/arrays'
import { golden } from '../wire/golden.fake'
import type { Dependency, Props } from '../wire/records'
import { Callbacks } from './callbacks'
import { Components } from './components'
import { dep } from './page.fake'
import { type Match, parseDict, unmatched } from './patterns'
import { buildRequest } from './request'

function request(dependency: Dependency, props: Record<string, Props>, changed: string[] = [], match = unmatched) {
  const ids = Object.keys(props)
  const components = new Components((id) => ids.indexOf(id))
  for (const id of ids) components.add(id)
  const [callback] = new Callbacks([dependency], components.dict).all
  assert.ok(callback)
  return buildRequest({ callback, match, key: '' }, changed, components, (id) => props[id])
}

describe('requests', () => {
  for (const folder of ['request-single', 'request-multi-state']) {
    it(`the golden case ${folder} is what the browser posts`, () => {
      const page = decode(JSON.parse(golden(folder, 'browser.json'))) as {
        dependency: Dependency
        props: Record<string, Props>
        changed: string[]
      }
      const built = request(page.dependency, page.props, page.changed)
      assert.equal(`${stringify(built)}\n`, golden(folder, 'request.json'))
    })
  }

  it('the golden case request-dict-id is what the browser posts', () => {
    const id = '{"index":1,"type":"b"}'
    const dependency = { output: 'out.children', inputs: [{ id, property: 'n_clicks' }] }
    const built = request(dependency, { out: {}, [id]: { n_clicks: 3 } }, [`${id}.n_clicks`])
    assert.deepEqual(JSON.parse(stringify(built)), JSON.parse(golden('request-dict-id', 'request.json')))
  })

  const on = (pattern: string, property: string) => ({ id: pattern, property })
  const patterns: [
    folder: string,
    dependency: Dependency,
    props: Record<string, Props>,
    changed: string[],
    match: Match,
  ][] = [
    [
      'request-match',
      {
        output: '{"index":["MATCH"],"type":"o"}.children',
        inputs: [on('{"index":["MATCH"],"type":"b"}', 'n_clicks')],
        state: [on('{"index":["MATCH"],"type":"b"}', 'id')],
      },
      { '{"index":1,"type":"o"}': {}, '{"index":1,"type":"b"}': { n_clicks: 1, id: { index: 1, type: 'b' } } },
      ['{"index":1,"type":"b"}.n_clicks'],
      new Map([['index', 1]]),
    ],
    [
      'request-all',
      {
        output: '{"index":["ALL"],"type":"o"}.children@ab12',
        inputs: [on('go', 'n_clicks'), on('{"index":["ALL"],"type":"b"}', 'value')],
        state: [on('{"index":["ALL"],"type":"none"}', 'value')],
      },
      {
        go: { n_clicks: 2 },
        '{"index":0,"type":"o"}': {},
        '{"index":1,"type":"o"}': {},
        '{"index":0,"type":"b"}': { value: 'a' },
        '{"index":"x y","type":"b"}': {},
      },
      ['go.n_clicks'],
      unmatched,
    ],
    [
      'request-smaller',
      {
        output: '..{"index":["MATCH"],"type":"sum"}.children...{"index":["MATCH"],"part":["ALL"]}.title..',
        inputs: [on('{"index":["MATCH"],"type":"n"}', 'value'), on('{"index":["ALLSMALLER"],"type":"n"}', 'value')],
        state: [on('{"index":["ALLSMALLER"],"type":"sum"}', 'children')],
      },
      {
        '{"index":0,"type":"n"}': { value: 1 },
        '{"index":1,"type":"n"}': { value: null },
        '{"index":2,"type":"n"}': { value: 4 },
        '{"index":2,"type":"sum"}': {},
        '{"index":2,"part":"a"}': {},
      },
      ['{"index":0,"type":"n"}.value', '{"index":1,"type":"n"}.value'],
      new Map([['index', 2]]),
    ],
  ]
  for (const [folder, dependency, props, changed, match] of patterns) {
    it(`the golden case ${folder} is what the browser posts`, () => {
      const built = request(dependency, props, changed, match)
      assert.deepEqual(JSON.parse(stringify(built)), JSON.parse(golden(folder, 'request.json')))
    })
  }

  it('the golden case dependencies is read', () => {
    const { all } = new Callbacks(JSON.parse(golden('dependencies', 'response.json')), parseDict)
    assert.deepEqual(
      all.map(({ order, outputs, listed }) => [order, listed, outputs.map((output) => output.id)]),
      [
        [1, false, ['out']],
        [0, true, ['in', 'out']],
        [2, false, []],
      ],
    )
  })

  it('keeps the hash of a duplicate output on the wire', () => {
    assert.deepEqual(request(dep('out.v@0f', 'in.v'), { out: {}, in: {} })?.outputs, { id: 'out', property: 'v@0f' })
  })

  it('has no outputs key for a callback without outputs, and no state key without State', () => {
    const built = request(dep('0f', 'in.v', { no_output: true }), { in: { v: 1 } })
    assert.deepEqual(Object.keys(built ?? {}), ['output', 'inputs', 'changedPropIds', 'parsedChangedPropsIds'])
  })

  it('sends a dictionary id as an object', () => {
    const id = '{"i":1,"t":"x"}'
    const built = request({ output: 'out.v', inputs: [{ id, property: 'v' }] }, { out: {}, [id]: { v: 2 } })
    assert.deepEqual(built?.inputs, [{ id: { i: 1, t: 'x' }, property: 'v', value: 2 }])
  })

  it('is not made when no input or no output is on the page', () => {
    assert.equal(request(dep('out.v', 'a.v b.v'), { out: {} }), undefined)
    assert.equal(request(dep('..out.v...too.v..', 'a.v'), { a: {} }), undefined)
  })

  it('is made for a list that is empty, when there are only lists', () => {
    const all = '{"i":["ALL"]}.v'
    assert.deepEqual(request(dep('out.v', all), { out: {} })?.inputs, [[]])
    assert.equal(request(dep('out.v', `${all} gone.v`), { out: {} }), undefined)
  })

  it('sends lists in the order of the layout, for inputs, state and outputs', () => {
    const all = (type: string) => `{"i":["ALL"],"t":"${type}"}.v`
    const of = (type: string, i: number) => `{"i":${i},"t":"${type}"}`
    const props = { [of('o', 2)]: {}, [of('i', 5)]: { v: 'five' }, [of('i', 1)]: { v: null }, [of('i', 3)]: {} }
    const built = request(dep(all('o'), all('i'), { state: all('none') }), props)
    assert.deepEqual(built?.inputs, [
      [
        { id: { i: 5, t: 'i' }, property: 'v', value: 'five' },
        { id: { i: 1, t: 'i' }, property: 'v', value: null },
        { id: { i: 3, t: 'i' }, property: 'v' },
      ],
    ])
    assert.deepEqual(built.outputs, [{ id: { i: 2, t: 'o' }, property: 'v' }])
    assert.deepEqual(built.state, [[]])
  })

  it('names concrete outputs beside the id as registered', () => {
    const output = '..{"i":["MATCH"],"t":"a"}.v@0f...{"c":["ALL"],"i":["MATCH"]}.v..'
    const props = { '{"i":1,"t":"a"}': {}, '{"c":1,"i":1}': {}, '{"c":1,"i":2}': {}, in: {} }
    const built = request(dep(output, 'in.v'), props, [], new Map([['i', 1]]))
    assert.equal(built?.output, output)
    assert.deepEqual(built.outputs, [
      { id: { i: 1, t: 'a' }, property: 'v@0f' },
      [{ id: { c: 1, i: 1 }, property: 'v' }],
    ])
  })

  it('tells components from props in what changed', () => {
    const changed = ['{"i":1,"t":"a.b"}.v', 'in.v']
    const built = request(dep('out.v', 'in.v'), { out: {}, in: {} }, changed)
    assert.deepEqual(built?.changedPropIds, changed)
    assert.deepEqual(built.parsedChangedPropsIds, [{ i: 1, t: 'a.b' }, 'in.v'])
  })

  it('sends null for what is optional and missing', () => {
    const dependency = dep('out.v', 'in.v', { state: 'gone.v' })
    const optional = { ...dependency, state: [{ id: 'gone', property: 'v', allow_optional: true }] }
    assert.deepEqual(request(optional, { out: {}, in: {} })?.state, [
      { id: 'gone', property: 'v', allow_optional: true, value: null },
    ])
  })

  const missing: [role: string, props: Record<string, Props>][] = [
    ['Input', { a: {}, s: {}, out: {}, too: {} }],
    ['State', { a: {}, b: {}, out: {}, too: {} }],
    ['Output', { a: {}, b: {}, s: {}, out: {} }],
  ]
  for (const [role, props] of missing) {
    it(`fails when a ${role} is missing beside others that are there`, () => {
      assert.throws(
        () => request(dep('..out.v...too.v..', 'a.v b.v', { state: 's.v' }), props),
        new RegExp(`${role} "`),
      )
    })
  }
})
