import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Dict, PlotElement } from '../plotly/plotly'
import { annotationData, clickData, hoverData, plain, selectedData } from './graph-events'

const plotOf = (data: Dict[], fullLayout: Dict = {}) => ({ data, _fullLayout: fullLayout }) as unknown as PlotElement

const point = {
  curveNumber: 0,
  pointNumber: 1,
  pointIndex: 1,
  x: 'b',
  y: 2,
  text: 'two',
  z: null,
  bbox: { x0: 1, x1: 2, y0: 3, y1: 4 },
  data: { huge: true },
  fullData: {},
  xaxis: { _id: 'x' },
  error: undefined,
}
const seen = {
  curveNumber: 0,
  pointNumber: 1,
  pointIndex: 1,
  x: 'b',
  y: 2,
  text: 'two',
  z: null,
  bbox: { x0: 1, x1: 2, y0: 3, y1: 4 },
}

test('a hovered point is told by its plain fields, its box and its customdata', () => {
  const plot = plotOf([{ customdata: [[0, 'p'], Float64Array.of(1, 5)] }])
  assert.deepEqual(hoverData({ points: [point], event: {} }, plot), { points: [{ ...seen, customdata: [1, 5] }] })
  assert.deepEqual(hoverData({ points: [point] }, plotOf([{}])), { points: [seen] })
})

test('the box of a point is counted from the element around the graph, as in Dash', () => {
  const graph = {
    classList: { contains: (name: string) => name === 'dash-graph' },
    offsetLeft: 10,
    offsetTop: 100,
    clientLeft: 1,
    clientTop: 2,
  }
  const plot = { data: [{}], offsetParent: graph } as unknown as PlotElement
  const { points } = hoverData({ points: [point] }, plot) as { points: Dict[] }
  assert.deepEqual(points[0]?.bbox, { x0: 12, x1: 13, y0: 105, y1: 106 })
})

test('a click also has its time', () => {
  const before = Date.now()
  const { points, timestamp } = clickData({ points: [point] }, plotOf([{}])) as { points: Dict[]; timestamp: number }
  assert.deepEqual(points, [seen])
  assert.ok(timestamp >= before && timestamp <= Date.now())
})

test('customdata is found for bins, cells and typed columns', () => {
  const of = (customdata: unknown, more: Dict) => {
    const { points } = hoverData({ points: [{ curveNumber: 0, ...more }] }, plotOf([{ customdata }])) as {
      points: Dict[]
    }
    return points[0]
  }
  assert.deepEqual(of(['a', 'b', 'c'], { pointNumbers: [0, 2] }), {
    curveNumber: 0,
    pointNumbers: [0, 2],
    customdata: ['a', 'c'],
  })
  assert.deepEqual(of([['a'], ['b', 'c']], { pointNumber: [1, 1] }), { curveNumber: 0, customdata: 'c' })
  assert.deepEqual(of(Float32Array.of(7, 8), { pointNumber: 1 }), { curveNumber: 0, pointNumber: 1, customdata: 8 })
})

test('with hoveranywhere the place of the pointer is told', () => {
  const event = {
    points: [],
    xvals: [1],
    yvals: [2],
    xPixel: 3,
    yPixel: 4,
    xaxes: [{ _id: 'x' }],
    yaxes: [{ _id: 'y' }],
  }
  const place = { xvals: [1], yvals: [2], xPixel: 3, yPixel: 4, xaxes_id: ['x'], yaxes_id: ['y'] }
  assert.deepEqual(hoverData(event, plotOf([], { hoveranywhere: true })), { points: [], ...place })
  assert.deepEqual(hoverData(event, plotOf([])), { points: [] })
})

test('a selection has its points and its outline; none is null', () => {
  const plot = plotOf([{}])
  const range = { x: [0, 1], y: [0, 1] }
  assert.deepEqual(selectedData({ points: [point], range }, plot), { points: [seen], range })
  assert.deepEqual(selectedData({ points: [], lassoPoints: range }, plot), { points: [], lassoPoints: range })
  assert.equal(selectedData(undefined, plot), null)
})

test('an annotation is told without the event and without its defaults', () => {
  const { timestamp, ...rest } = annotationData({ index: 2, annotation: { text: 'a' }, fullAnnotation: {}, event: {} })
  assert.deepEqual(rest, { index: 2, annotation: { text: 'a' } })
  assert.equal(typeof timestamp, 'number')
})

test('what goes to the server holds no functions and nothing of plotly.js itself', () => {
  const value = { a: [1, { b: new Date(0), _own: 1 }], f: () => 1, t: Uint8Array.of(1), n: null, u: undefined }
  assert.deepEqual(plain(value), { a: [1, { b: '1970-01-01T00:00:00.000Z' }], t: [1], n: null })
})
