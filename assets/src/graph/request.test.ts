import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decode, stringify } from '../wire/arrays'
import { golden } from '../wire/golden.fake'
import type { Dependency, Props } from '../wire/records'
import { Callbacks } from './callbacks'
import { dep } from './page.fake'
import { buildRequest } from './request'

function request(dependency: Dependency, props: Record<string, Props>, changed: string[] = []) {
  const [callback] = new Callbacks([dependency]).all
  assert.ok(callback)
  return buildRequest(callback, changed, (id) => props[id])
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

  it('the golden case dependencies is read', () => {
    const { all } = new Callbacks(JSON.parse(golden('dependencies', 'response.json')))
    assert.deepEqual(
      all.map(({ order, outputs, multi }) => [order, multi, outputs.map((output) => output.id)]),
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
