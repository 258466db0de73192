import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Window } from 'happy-dom'
import type { PlotElement } from '../plotly/plotly'
import { Contexts, needOf } from './graph-contexts'
import { withoutWebGL } from './graph-webgl'

const window = new Window()
Object.assign(globalThis, { document: window.document, innerWidth: 1000, innerHeight: 800 })

test('what WebGL draws alone is replaced by what draws the same, or left out, and that is said', () => {
  const y = [1, 2]
  const figure = {
    data: [
      { type: 'scattergl', y },
      { type: 'surface' },
      { type: 'treemap' },
      { type: 'heatmap' },
      { type: 'heatmapgl', z: [[1]] },
    ],
    layout: { title: 't' },
  }
  const { figure: other, notice } = withoutWebGL(figure)
  assert.deepEqual(other, {
    data: [{ type: 'scatter', y }, { type: 'treemap' }, { type: 'heatmap' }, { type: 'heatmap', z: [[1]] }],
    layout: { title: 't' },
  })
  assert.equal(
    notice,
    'This browser has no WebGL: scattergl is drawn as scatter, which is slower. surface cannot be shown. heatmapgl is drawn as heatmap, which is slower.',
  )
  assert.equal(other.data?.[0]?.y, y, 'columns keep their identity')
})

test('a figure that needs no WebGL is left as it is', () => {
  const figure = { data: [{ y: [1] }, { type: 'treemap' }] }
  assert.deepEqual(withoutWebGL(figure), { figure, notice: null })
  assert.equal(withoutWebGL(figure).figure, figure)
})

test('more points than would be drawn in time are not drawn; lines may have more', () => {
  const y = new Float64Array(30_000)
  assert.deepEqual(withoutWebGL({ data: [{ type: 'scattergl', mode: 'markers', y }] }), {
    figure: { data: [] },
    notice: 'This browser has no WebGL: scattergl with 30000 points cannot be shown.',
  })
  assert.equal(withoutWebGL({ data: [{ type: 'scattergl', mode: 'lines', y }] }).figure.data?.length, 1)
})

test('a cloud of points becomes markers, its woven coordinates apart', () => {
  const xy = Float64Array.of(1, 10, 2, 20)
  const { figure } = withoutWebGL({
    data: [{ type: 'pointcloud', xy, marker: { color: 'red', sizemax: 3, blend: true } }],
  })
  assert.deepEqual(figure.data, [
    {
      type: 'scatter',
      mode: 'markers',
      x: Float64Array.of(1, 2),
      y: Float64Array.of(10, 20),
      marker: { size: 3, color: 'red', opacity: undefined },
    },
  ])
})

test('contexts are counted by what a figure will take', () => {
  const of = (...types: string[]) => needOf(types.map((type) => ({ type })))
  assert.equal(of('scatter', 'heatmap', 'treemap', 'pointcloud'), 0)
  assert.equal(of('scattergl', 'scattergl', 'splom'), 2)
  assert.equal(of('parcoords'), 3)
  assert.equal(of('surface', 'mesh3d', 'scattermap'), 2)
  assert.equal(needOf([{ type: 'surface' }, { type: 'surface', scene: 'scene2' }]), 2)
})

/** Contexts over graphs that are put in sight by hand. */
function hall() {
  const sights = new Map<Element, (inSight: boolean) => void>()
  let now = 0
  const contexts = new Contexts(
    (plot, onSight) => {
      sights.set(plot, onSight)
      return () => sights.delete(plot)
    },
    () => now++,
  )
  const log: string[] = []
  const busy = new Set<string>()
  const graph = (name: string, inSight: boolean) => {
    const plot = document.createElement('div') as unknown as PlotElement
    const seat = contexts.seat({
      plot,
      sleep: () => {
        if (busy.has(name)) return false
        log.push(`${name} sleeps`)
        return true
      },
      wake: () => void log.push(`${name} wakes`),
    })
    sights.get(plot)?.(inSight)
    return { seat, plot, see: (is: boolean) => sights.get(plot)?.(is) }
  }
  return { contexts, graph, log, busy, sights }
}

test('graphs out of sight give their contexts to one in sight, the longest unseen first, and no more than needed', () => {
  const { graph, log, busy } = hall()
  const [a, b, c] = [graph('a', true), graph('b', true), graph('c', true)]
  for (const { seat } of [a, b, c]) assert.ok(seat.room(4))
  b.see(false)
  a.see(false)
  log.length = 0
  const late = graph('late', false)
  assert.equal(late.seat.room(2), false, 'nobody gives way to what is not seen')
  late.see(true)
  assert.deepEqual(log, ['late wakes'])
  assert.ok(late.seat.room(2))
  assert.deepEqual(log.splice(1), ['b sleeps'])
  const more = graph('more', true)
  busy.add('a')
  assert.ok(more.seat.room(4), 'what is seen is drawn, whatever it takes')
  assert.deepEqual(log.slice(2), [], 'c is in sight, a is being drawn')
})

test('a context that was lost is drawn anew, once for all that were lost together, and only in sight', async () => {
  const { graph, log } = hall()
  const lose = (plot: Element) => plot.dispatchEvent(new window.Event('webglcontextlost') as unknown as Event)
  const [a, b] = [graph('a', true), graph('b', false)]
  log.length = 0
  lose(a.plot)
  lose(a.plot)
  lose(b.plot)
  await new Promise((resolve) => setTimeout(resolve, 5))
  assert.deepEqual(log, ['a sleeps', 'a wakes', 'b sleeps'])
  a.seat.leave()
  lose(a.plot)
  await new Promise((resolve) => setTimeout(resolve, 5))
  assert.equal(log.length, 3)
})
