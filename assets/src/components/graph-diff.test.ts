import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Dict } from '../plotly/plotly'
import { type Given, givenOf, planOf } from './graph-diff'

const y = Float64Array.of(1, 2, 3)
const given = (data: Dict[], layout: Dict = {}, frames: Dict[] = [], config: Dict = {}): Given =>
  givenOf({ data, layout, frames, config })
const callOf = (before: Given, after: Given) => planOf(before, after).call

test('equal figures ask for nothing, whatever is new about their objects', () => {
  const make = () =>
    given(
      [{ type: 'scatter', y, marker: { color: 'red' } }],
      { shapes: [{ x0: 1, path: ['a'] }], xaxis: { range: [0, 1] }, template: { data: { pie: [{ a: 1 }] } } },
      [{ name: 'f', data: [{ y: [1] }] }],
      { scrollZoom: true },
    )
  assert.equal(callOf(make(), make()), 'nothing')
})

test('what plotly.js writes into its own figure is no difference', () => {
  const layout: Dict = { title: { text: 't' }, xaxis: {} }
  const before = given([{ y }], layout)
  Object.assign(layout.xaxis as Dict, { range: [0, 2], autorange: true })
  assert.equal(callOf(before, given([{ y }], { title: { text: 't' }, xaxis: {} })), 'nothing')
})

test('texts and ranges of the layout are edited', () => {
  const of = (title: string, range: unknown[], axis: string) =>
    given([{ y }], { title: { text: title }, xaxis2: { range, title: { text: axis } } })
  assert.deepEqual(planOf(of('a', [0, 1], 'x'), of('b', [0, 2], 'z')), {
    call: 'edit',
    traces: {},
    indices: [],
    layout: { 'title.text': 'b', 'xaxis2.range': [0, 2], 'xaxis2.title.text': 'z' },
  })
})

test('styles are edited, for the traces that change, with holes for those that do not change in this', () => {
  const of = (a: Dict, b: Dict) => given([{ y, ...a }, { y }, { type: 'bar', y, ...b }])
  const plan = planOf(
    of({ line: { color: 'red' } }, {}),
    of({ line: { color: 'blue' }, opacity: 0.5 }, { opacity: 0.7 }),
  )
  assert.deepEqual(plan, {
    call: 'edit',
    traces: { 'line.color': ['blue', undefined], opacity: [0.5, 0.7] },
    indices: [0, 2],
    layout: {},
  })
  const fresh = planOf(given([{ y }]), given([{ y, marker: { color: 'red' } }]))
  assert.deepEqual(fresh, { call: 'edit', traces: { 'marker.color': ['red'] }, indices: [0], layout: {} })
})

test('everything else is for react', () => {
  const base: [Dict[], Dict] = [[{ y, marker: { color: 'red' } }], { title: { text: 't' }, xaxis: { range: [0, 1] } }]
  const trace = (more: Dict): [Dict[], Dict] => [[{ ...base[0][0], ...more }], base[1]]
  const layout = (more: Dict): [Dict[], Dict] => [base[0], { ...base[1], ...more }]
  const cases: Record<string, [Dict[], Dict]> = {
    'other numbers': trace({ y: Float64Array.of(1, 2, 4) }),
    'equal numbers in another column': trace({ y: y.slice() }),
    'another type': trace({ type: 'bar' }),
    'colors by point': trace({ marker: { color: ['red', 'blue', 'red'] } }),
    'a number for a color': trace({ marker: { color: 3 } }),
    'a color less': trace({ marker: {} }),
    'another size': trace({ marker: { color: 'red', size: 9 } }),
    'a name': trace({ name: 'n' }),
    'a trace more': [[...base[0], { y }], base[1]],
    'a trace less': [[], base[1]],
    'no title': layout({ title: { text: '' } }),
    'a template': layout({ template: {} }),
    'an object that means something by being there': layout({ xaxis: { range: [0, 1], rangeslider: {} } }),
    'a shape more': layout({ shapes: [{}] }),
    'a subplot more': layout({ xaxis2: { range: [0, 1] } }),
    'an open range': layout({ xaxis: { range: [0, null] } }),
    'no range': layout({ xaxis: {} }),
    'another revision': layout({ uirevision: 2 }),
    'a transition': layout({ transition: { duration: 1 } }),
  }
  for (const [name, after] of Object.entries(cases))
    assert.equal(callOf(given(...base), given(...after)), 'react', name)
  assert.equal(callOf(given(...base), given(...base, [{ name: 'f' }])), 'react', 'frames')
  assert.equal(callOf(given(...base), given(...base, [], { editable: true })), 'react', 'config')
})

test('styles of other kinds, and kinds that are not known, are for react', () => {
  const of = (type: string, color: string) => given([{ type, y, marker: { color } }])
  assert.equal(callOf(of('scattergl', 'red'), of('scattergl', 'blue')), 'react')
  assert.equal(callOf(of('scattergl', 'red'), of('scattergl', 'red')), 'nothing')
  assert.equal(callOf(of('sankey', 'red'), of('sankey', 'red')), 'react')
})
