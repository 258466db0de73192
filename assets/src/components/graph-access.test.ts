import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Window } from 'happy-dom'
import type { Dict, PlotElement, Plotly } from '../plotly/plotly'
import { timesOf } from '../wire/times'
import { Access } from './graph-access'
import { summaryOf } from './graph-summary'

const window = new Window()
Object.assign(globalThis, { document: window.document, MouseEvent: window.MouseEvent })

const trace = (more: Dict = {}): Dict => ({ type: 'scatter', mode: 'lines', visible: true, ...more })

function plotOf(_fullData: Dict[], _fullLayout: Dict = {}): PlotElement {
  return Object.assign(document.createElement('div'), { _fullData, _fullLayout }) as unknown as PlotElement
}

test('a summary names title, traces, points, ranges and axes', () => {
  const text = summaryOf(
    plotOf(
      [
        trace({ name: 'a<b>b</b>', x: ['2024-01-01', '2024-01-02'], y: Float64Array.of(3, Number.NaN, -1) }),
        trace({ type: 'bar', name: 'c', y: [1] }),
        trace({ name: 'hidden', visible: 'legendonly', y: [1] }),
        trace({ fill: 'tozeroy', y: [1, 2] }),
      ],
      {
        title: { text: 'T' },
        xaxis: { title: { text: 'time' } },
        yaxis: { title: { text: 'Click to enter Y axis title' } },
      },
    ),
  )
  assert.equal(
    text,
    'T. Graph of 3 traces: line ab, 3 points, x from 2024-01-01 to 2024-01-02, y from -1 to 3; bar c, 1 point, y from 1 to 1; area, 2 points, y from 1 to 2. Horizontal axis: time',
  )
  assert.equal(summaryOf(plotOf([])), 'Graph without data')
  assert.match(summaryOf(plotOf(Array.from({ length: 9 }, () => trace()))), /Graph of 9 traces: .*; and 3 more$/)
})

/** A plot with the keyboard on it. */
function keyed(data: Dict[], layout: Dict = {}) {
  const plot = plotOf(data, layout)
  const said: string[] = []
  const hovered: unknown[] = []
  const clicks: unknown[] = []
  plot.emit = (name, payload) => {
    if (name === 'plotly_click') clicks.push(payload?.points)
  }
  const plotly = {
    Fx: {
      hover: (_: unknown, where: unknown, subplot: string) => hovered.push([where, subplot]),
      unhover: () => hovered.push(null),
    },
  } as unknown as Plotly
  const access = new Access(plot, plotly, (text) => said.push(text))
  const press = (key: string, more: Dict = {}) => {
    const event = new window.KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })
    plot.dispatchEvent(event as unknown as Event)
    return event.defaultPrevented
  }
  return { plot, access, said, hovered, clicks, press }
}

test('keys walk along a trace, over its gaps, and stop at its ends', () => {
  const k = keyed([trace({ name: 'a', x: [1, 2, 3], y: [5, null, 7] })])
  for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowRight', 'Home', 'End']) assert.ok(k.press(key), key)
  assert.deepEqual(k.said, ['a, x 1, y 5', 'a, x 3, y 7', 'a, x 3, y 7', 'a, x 1, y 5', 'a, x 3, y 7'])
  assert.deepEqual(k.hovered[0], [[{ curveNumber: 0, pointNumber: 0 }], 'xy'])
})

test('keys go from trace to trace, past those that are hidden or have no points to walk through', () => {
  const k = keyed([
    trace({ name: 'a', y: [1, 2], x0: 10, dx: 5 }),
    trace({ name: 'b', visible: 'legendonly', y: [1] }),
    trace({ name: 'c', type: 'heatmap', z: [[1]] }),
    trace({ name: 'd', y: [4], xaxis: 'x2', yaxis: 'y2', x: [0] }),
  ])
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowUp']) k.press(key)
  assert.deepEqual(k.said, ['a, x 10, y 1', 'a, x 15, y 2', 'd, x 0, y 4', 'd, x 0, y 4', 'a, x 10, y 1'])
  assert.deepEqual(k.hovered[2], [[{ curveNumber: 3, pointNumber: 0 }], 'x2y2'])
})

test('dates are said as dates', () => {
  const k = keyed([trace({ name: 'a', x: Float64Array.of(0), y: [1] })], { xaxis: { type: 'date' } })
  k.press('Home')
  assert.equal(k.said[0], 'a, x 1970-01-01 00:00, y 1')
})

test('a column of times is told as times, whatever the time zone of the browser', () => {
  // The axis takes plain numbers for moments; here the browser is an hour ahead.
  const d2c = (value: unknown) => (typeof value === 'number' ? value + 3_600_000 : Date.parse(`${value}Z`))
  const c2d = (place: number) => `place ${place}`
  const layout = { xaxis: { type: 'date', d2c, c2d }, xaxis2: { type: 'date', d2c }, yaxis: { type: 'date', d2c } }
  const k = keyed(
    [
      trace({ name: 'a', x: timesOf(['2026-01-01 06:30', '2026-01-02']), y: [0, 2] }),
      trace({ name: 'b', x: ['2026-01-01T06:30:00'], y: [0], xaxis: 'x2' }),
      trace({ name: 'c', type: 'scattergl', x: timesOf(['2026-01-01 06:30', Number.NaN]), y: [60_000, 4] }),
    ],
    layout,
  )
  for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'ArrowRight']) k.press(key)
  assert.deepEqual(k.said, [
    'a, x 2026-01-01 06:30, y 1970-01-01 01:00',
    'b, x 2026-01-01 06:30, y 1970-01-01 01:00',
    'c, x 2026-01-01 06:30, y 1970-01-01 01:01',
    'c, x 2026-01-01 06:30, y 1970-01-01 01:01',
  ])
  assert.deepEqual((k.hovered[2] as unknown[])[0], {
    xval: Date.UTC(2026, 0, 1, 6, 30),
    yval: 3_660_000,
    hovermode: 'closest',
  })
  k.press('Enter')
  const [point] = k.clicks[0] as Dict[]
  assert.equal(point?.x, `place ${Date.UTC(2026, 0, 1, 6, 30)}`, 'as plotly.js tells of it')
  assert.match(
    summaryOf(plotOf([trace({ x: [0, 60_000], y: [1, 2] })], layout)),
    /x from 1970-01-01 01:00 to 1970-01-01 01:01/,
  )
})

test('a label follows its point through zooms, new figures and sizes, and goes with it', async () => {
  const listeners = new Map<string, () => void>()
  const k = keyed([trace({ name: 'a', x: [1, 2], y: [5, 6] })])
  k.plot.on = (event, listener) => void listeners.set(event, listener)
  k.access.drawn('alt')
  listeners.get('plotly_afterplot')?.()
  assert.deepEqual(k.hovered, [], 'there is no place yet')
  k.press('End')
  k.press('End')
  const turn = () => new Promise((resolve) => setTimeout(resolve, 1))
  for (const event of ['plotly_afterplot', 'plotly_relayout']) {
    k.hovered.length = 0
    listeners.get(event)?.()
    await turn()
    assert.deepEqual(k.hovered, [[[{ curveNumber: 0, pointNumber: 1 }], 'xy']], event)
  }
  assert.deepEqual(k.said, ['a, x 1, y 5', 'a, x 2, y 6'], 'nothing is said twice')
  k.plot._fullData = [trace({ name: 'a', x: [1], y: [5] })]
  k.access.drawn('alt')
  await turn()
  assert.equal(k.hovered.at(-1), null, 'the point is no more')
  assert.equal(k.said.at(-1), '')
  k.access.stop()
})

test('Enter clicks the point, Escape leaves it', () => {
  const k = keyed([{ type: 'pie', visible: true, labels: ['p', 'q'], values: [1, 2] }])
  assert.equal(k.press('Enter'), false, 'there is none yet')
  k.press('End')
  k.press('ArrowRight')
  assert.ok(k.press('Enter'))
  assert.deepEqual(k.clicks, [[{ curveNumber: 0, pointNumber: 1, pointIndex: 1, label: 'q', value: 2 }]])
  assert.ok(k.press('Escape'))
  assert.equal(k.said.at(-1), '')
  assert.equal(k.press('Enter'), false)
})

test('keys that mean nothing here, keys with Ctrl, and keys on parts of the plot are left alone', () => {
  const k = keyed([trace({ y: [1, 2] })])
  assert.equal(k.press('Tab'), false)
  assert.equal(k.press('ArrowRight', { ctrlKey: true }), false)
  assert.equal(k.press('+'), false, 'without a button there is no zoom')
  const button = document.createElement('button')
  k.plot.append(button)
  button.dispatchEvent(new window.KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }) as unknown as Event)
  assert.deepEqual(k.said, [])
  assert.equal(keyed([trace({ type: 'heatmap' })]).press('ArrowRight'), false)
  k.access.stop()
  assert.equal(k.press('ArrowRight'), false)
})

test('times are told as a clock shows them', () => {
  const plot = {
    _fullData: [{ visible: true, type: 'scatter', mode: 'lines', x: timesOf(['2026-01-02', '2026-01-01 06:30']) }],
    _fullLayout: {},
  }
  assert.match(summaryOf(plot as unknown as PlotElement), /x from 2026-01-01 06:30 to 2026-01-02 00:00/)
})
