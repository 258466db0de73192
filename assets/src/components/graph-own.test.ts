import assert from 'node:assert/strict'
import { test } from 'node:test'
import { needsOf } from './graph-needs'
import { isColumn, ownFigure } from './graph-own'

test('plotly.js may write into its copy, and the figure stays', () => {
  const figure = {
    data: [{ type: 'bar', marker: { color: 'red' }, dimensions: [{ label: 'a' }] }],
    layout: { xaxis: { range: [0, 1] }, shapes: [{ x0: 1 }] },
  }
  const kept = structuredClone(figure)
  const { data, layout } = ownFigure(figure) as unknown as typeof figure
  for (const trace of data) {
    Object.assign(trace, { visible: 'legendonly' })
    trace.marker.color = 'blue'
    Object.assign(trace.dimensions[0] ?? {}, { label: 'b' })
  }
  layout.xaxis.range[0] = 9
  Object.assign(layout.shapes[0] ?? {}, { x0: 2 })
  layout.shapes.push({ x0: 3 })
  data.pop()
  assert.deepEqual(figure, kept)
})

test('arrays of data keep their identity', () => {
  const x = Float64Array.of(1, 2)
  const y = [1, 2, 3, 4, 5]
  const z = [Float64Array.of(1), Float64Array.of(2)]
  const own = ownFigure({ data: [{ x, y, z, marker: { size: y } }] })
  const trace = own.data[0] as { x: unknown; y: unknown; z: unknown; marker: { size: unknown } }
  assert.equal(trace.x, x)
  assert.equal(trace.y, y)
  assert.equal(trace.z, z)
  assert.equal(trace.marker.size, y)
})

test('a packed array is decoded once, into one and the same array', () => {
  const spec = { dtype: 'i2', bdata: Buffer.from(Int16Array.of(1, -2).buffer).toString('base64') }
  const first = ownFigure({ data: [{ x: spec }] }).data[0]?.x
  assert.deepEqual(first, Int16Array.of(1, -2))
  assert.equal(ownFigure({ data: [{ x: spec }] }).data[0]?.x, first)
  assert.deepEqual(Object.keys(spec), ['dtype', 'bdata'])
})

test('columns are arrays, typed ones and packed ones', () => {
  for (const column of [[1], Float64Array.of(1), { dtype: 'i1', bdata: '' }]) assert.ok(isColumn(column))
  for (const other of [1, 'text', null, undefined, { color: [1] }]) assert.ok(!isColumn(other))
})

test('an empty figure is a figure', () => {
  assert.deepEqual(ownFigure({}), { data: [], layout: {}, frames: [] })
  assert.deepEqual(ownFigure({ data: null, layout: null, frames: null }), { data: [], layout: {}, frames: [] })
})

const needs: [name: string, figure: Parameters<typeof needsOf>[0], want: string[]][] = [
  ['nothing', {}, []],
  ['a trace without type is a scatter', { data: [{ y: [1] }, { type: 'bar' }] }, ['scatter', 'bar']],
  ['types of frames', { data: [{}], frames: [{ data: [{ type: 'pie' }] }] }, ['scatter', 'pie']],
  ['a calendar of a trace', { data: [{ xcalendar: 'hebrew' }] }, ['scatter', 'calendars']],
  ['a calendar of an axis', { layout: { xaxis2: { calendar: 'thai' } } }, ['calendars']],
  ['a calendar in a scene', { layout: { scene: { zaxis: { calendar: 'thai' } } } }, ['calendars']],
  ['the Gregorian one', { layout: { calendar: 'gregorian' }, data: [{ xcalendar: 'gregorian' }] }, ['scatter']],
]
for (const [name, figure, want] of needs) {
  test(`needs: ${name}`, () => assert.deepEqual([...needsOf(figure)], want))
}
