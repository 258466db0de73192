import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Dict, Plotly } from '../plotly/plotly'
import { Times, textsOf } from '../wire/times'
import { ownFigure } from './graph-own'
import { datesOf, takesTimes, timesModule } from './graph-times'

const when = Times.from({ length: 9 }, (_, i) => Date.UTC(2024, 0, 1 + i))
const texts = textsOf(when)
const drawn = (data: Dict[], layout: Dict = {}) => ownFigure({ data, layout }, true)
const typed = (data: Dict[], layout?: Dict) => drawn(data, layout).data.map(({ x, y }) => [x === when, y === when])

describe('a column of times stays numbers', () => {
  const kinds =
    'scatter scattergl bar box violin histogram heatmap contour candlestick ohlc waterfall funnel pointcloud heatmapgl'
  for (const type of kinds.split(' ')) {
    it(`under x of ${type}, whose axis is told that it shows dates`, () => {
      const { data, layout } = drawn([{ type, x: when, y: [1, 2] }])
      assert.equal(data[0]?.x, when)
      assert.deepEqual(layout, { xaxis: { type: 'date' } })
    })
  }

  it('under y, on an axis of its own, and beside what the layout says of it', () => {
    const { data, layout } = drawn([{ x: [1, 2], y: when, yaxis: 'y2' }], { yaxis2: { title: 'T' }, xaxis: {} })
    assert.equal(data[0]?.y, when)
    assert.deepEqual(layout, { yaxis2: { title: 'T', type: 'date' }, xaxis: {} })
  })

  it('and the figure that it came in stays as it is', () => {
    const layout = { xaxis: { title: 'T' } }
    const figure = { data: [{ x: when }], layout }
    ownFigure(figure, true)
    assert.deepEqual(figure, { data: [{ x: when }], layout: { xaxis: { title: 'T' } } })
  })

  for (const [name, layout] of [
    ['layout', { xaxis: { type: 'date' } }],
    ['template', { template: { layout: { xaxis: { type: 'date' } } } }],
    ['template for all x axes', { xaxis: { type: '-' }, template: { layout: { xaxis: { type: 'date' } } } }],
  ] as [string, Dict][]) {
    it(`where the ${name} says that the axis shows dates, which is left as it is`, () => {
      const own = drawn([{ x: [1], y: [1] }, { x: when }], layout)
      assert.equal(own.data[1]?.x, when)
      assert.deepEqual(own.layout, layout)
    })
  }

  it('in every trace on an axis whose first one has it, hidden ones not asked', () => {
    const first = { x: ['a'], y: [1], visible: false }
    assert.deepEqual(
      typed([first, {}, { x: when }, { x: texts, y: [1] }, { x: when, type: 'bar', visible: 'legendonly' }]),
      [
        [false, false],
        [false, false],
        [true, false],
        [false, false],
        [true, false],
      ],
    )
  })
})

describe('a column of times becomes texts, always the same list,', () => {
  const elsewhere: [name: string, trace: Dict, layout?: Dict][] = [
    ['of a trace of another kind', { type: 'scatter3d', x: when }],
    ['of a trace without axes', { type: 'pie', x: when }],
    ['where the layout says another type', { x: when }, { xaxis: { type: 'category' } }],
    ['where the template says another type', { x: when }, { template: { layout: { xaxis: { type: 'linear' } } } }],
    ['in another calendar', { x: when, xcalendar: 'hebrew' }],
    ['in another calendar of the axis', { x: when }, { xaxis: { calendar: 'thai' } }],
    ['in another calendar of the layout', { x: when }, { calendar: 'thai' }],
    ['beside a splom', { x: when }, {}],
  ]
  for (const [name, trace, layout] of elsewhere) {
    it(name, () => {
      const traces = name.includes('splom') ? [trace, { type: 'splom' }] : [trace]
      const own = drawn(traces, layout)
      assert.equal(own.data[0]?.x, texts)
      assert.deepEqual(own.layout, layout ?? {})
    })
  }

  const before: [name: string, trace: Dict, key?: 'x' | 'y'][] = [
    ['texts', { x: ['a', 'b'] }],
    ['numbers', { x: [1] }],
    ['a beginning', { x0: 5, y: [1] }],
    ['a box that stands at its name', { type: 'box', y: [1, 2], name: 'a' }],
    ['a histogram that counts', { type: 'histogram', x: [1], y: when }, 'y'],
  ]
  for (const [name, trace, key = 'x'] of before) {
    it(`behind a trace with ${name} on the same axis, which decides what that shows`, () => {
      const own = drawn([trace, { [key]: when }])
      assert.equal(own.data[1]?.[key], texts)
      assert.deepEqual(own.layout, {})
    })
  }

  for (const key of ['customdata', 'text', 'ids', 'hovertext', 'z', 'open', 'base']) {
    it(`under ${key}`, () => {
      const own = drawn([{ x: when, [key]: when }])
      assert.equal(own.data[0]?.[key], texts)
      assert.equal(own.data[0]?.x, when)
    })
  }

  it('within objects of a trace, in the layout and in frames', () => {
    const own = ownFigure(
      { data: [{ marker: { color: when } }], layout: { xaxis: { tickvals: when } }, frames: [{ data: [{ x: when }] }] },
      true,
    )
    assert.deepEqual(own, {
      data: [{ marker: { color: texts } }],
      layout: { xaxis: { tickvals: texts } },
      frames: [{ data: [{ x: texts }] }],
    })
  })

  it('where plotly.js was not taught', () => {
    const own = ownFigure({ data: [{ x: when }] })
    assert.equal(own.data[0]?.x, texts)
    assert.deepEqual(own.layout, {})
  })

  it('which is a copy where it is as short as a range', () => {
    const short = Times.of(1, 2)
    const own = ownFigure({ layout: { xaxis: { range: short } } }).layout as { xaxis: { range: string[] } }
    own.xaxis.range[0] = 'changed'
    assert.deepEqual(textsOf(short), ['1970-01-01T00:00:00.001', '1970-01-01T00:00:00.002'])
  })
})

it('axes are found by the names that traces have for them', () => {
  const { stays, untold } = datesOf([{ x: when, y: when, xaxis: 'x1', yaxis: 'y3' }], {})
  assert.deepEqual(untold, new Set(['xaxis', 'yaxis3']))
  assert.ok(stays({ x: when }, 'x'))
  assert.ok(!stays({ y: when }, 'y'))
  assert.ok(!stays({ x: when, xaxis: 'x2' }, 'x'))
})

describe('an axis that was taught', () => {
  const taught = (axis: Dict) => {
    const asked: unknown[][] = []
    const made = { makeCalcdata: (...args: unknown[]) => asked.push(args), maskBreaks: (v: number) => v * 2, ...axis }
    timesModule.supplyLayoutDefaults({}, { xaxis2: made, xaxis: undefined, title: {}, polar: { x: 1 } })
    return { asked, make: made.makeCalcdata as (trace: Dict, letter: string, options?: object) => unknown }
  }

  it('takes columns of times for coordinates, as many as the trace is long', () => {
    const { make, asked } = taught({ type: 'date' })
    const all = make({ x: when }, 'x') as Times
    assert.deepEqual([all.buffer, all.length], [when.buffer, when.length])
    assert.deepEqual(make({ x: when, _length: 2 }, 'x'), when.subarray(0, 2))
    assert.equal(asked.length, 0)
  })

  it('leaves out its breaks', () => {
    assert.deepEqual(taught({ type: 'date', rangebreaks: [{}] }).make({ x: Times.of(1, 2) }, 'x'), [2, 4])
  })

  it('takes everything else as ever, numbers too, and so does one that shows no dates', () => {
    const { make, asked } = taught({ type: 'date' })
    const numbers = { x: Float64Array.of(1) }
    make(numbers, 'x', { msUTC: true })
    assert.deepEqual(asked, [[numbers, 'x', { msUTC: true }]])
    const other = taught({ type: 'category' })
    other.make({ x: when }, 'x')
    assert.equal(other.asked.length, 1)
  })
})

it('plotly.js is taught once', () => {
  const registered: unknown[] = []
  const plotly = { register: (modules: unknown) => registered.push(modules) } as unknown as Plotly
  assert.ok(takesTimes(plotly) && takesTimes(plotly))
  assert.deepEqual(registered, [[timesModule]])
})
