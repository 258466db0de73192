import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { Window } from 'happy-dom'
import { render } from 'preact'
import { LoadError } from '../plotly/load'
import type { Dict, FigureParts, PlotElement, Plotly } from '../plotly/plotly'
import Graph, { type Props } from './graph'
import type { Sleeper } from './graph-contexts'
import type { GL } from './graph-rest'

const window = new Window()
let observed = new Map<Element, () => void>()
class FakeObserver {
  readonly #onSize: (entries: { target: Element }[]) => void
  constructor(onSize: (entries: { target: Element }[]) => void) {
    this.#onSize = onSize
  }
  observe(target: Element) {
    observed.set(target, () => this.#onSize([{ target }]))
  }
  unobserve(target: Element) {
    observed.delete(target)
  }
}
const schemeWatchers = new Set<() => void>()
Object.assign(globalThis, {
  document: window.document,
  Event: window.Event,
  addEventListener: window.addEventListener.bind(window),
  removeEventListener: window.removeEventListener.bind(window),
  dispatchEvent: window.dispatchEvent.bind(window),
  ResizeObserver: FakeObserver,
  getComputedStyle: window.getComputedStyle.bind(window),
  matchMedia: () => ({
    addEventListener: (_: string, watcher: () => void) => schemeWatchers.add(watcher),
    removeEventListener: (_: string, watcher: () => void) => schemeWatchers.delete(watcher),
  }),
})

const settle = () => new Promise((resolve) => setTimeout(resolve, 2))

/** WebGL as a graph meets it. */
const webgl = {
  has: true,
  room: true,
  released: 0,
  slept: 0,
  sleepers: [] as Sleeper[],
  hasWebGL: () => webgl.has,
  needOf: () => 2,
  withoutWebGL: () => ({ figure: { data: [{ type: 'scatter', y: [1] }] }, notice: 'no WebGL' }),
  contexts: {
    seat(sleeper: Sleeper) {
      webgl.sleepers.push(sleeper)
      return { room: () => webgl.room, inSight: false, drawn: () => {}, leave: () => {} }
    },
  },
  putToSleep: (_: Plotly, { data, layout }: PlotElement) => {
    webgl.slept++
    return { data, layout }
  },
  wakeUp: (plotly: Plotly, plot: PlotElement, { data, layout }: { data: Dict[]; layout: Dict }) =>
    plotly.react(plot, { data, layout }),
  release: () => void webgl.released++,
}

/** A page with one graph, a plotly.js that notes its calls, and what the graph has told. */
function stage() {
  const host = document.createElement('div')
  document.body.append(host)
  const calls: [name: string, ...args: unknown[]][] = []
  const listeners = new Map<string, ((event?: Dict) => void)[]>()
  const sent: Dict[] = []
  const errors: unknown[] = []
  const clock = { now: 0, frames: 0 }
  const faults: { react?: unknown; load?: unknown; mathjax?: unknown; hold?: Promise<void> } = {}
  const note =
    (name: string) =>
    async (_: PlotElement, ...args: unknown[]) => {
      calls.push([name, ...args])
    }
  const plotly: Plotly = {
    version: 'fake',
    async react(plot, figure) {
      calls.push(['react', figure])
      await faults.hold
      if (faults.react) throw faults.react
      const { width = 700, height = 450 } = figure.layout as { width?: number; height?: number }
      Object.assign(plot, { data: figure.data, layout: figure.layout, _fullLayout: { width, height } })
      plot.on ??= (event, listener) => void listeners.set(event, [...(listeners.get(event) ?? []), listener])
    },
    relayout: note('relayout'),
    restyle: note('restyle'),
    update: note('update'),
    redraw: note('redraw'),
    animate: note('animate'),
    addFrames: note('addFrames'),
    deleteFrames: note('deleteFrames'),
    purge: () => void calls.push(['purge']),
    register: () => {},
    toImage: async () => '',
    downloadImage: async () => '',
    Fx: { hover: () => {}, unhover: () => {} },
  }
  const world: NonNullable<Props['world']> = {
    async load(types) {
      calls.push(['load', [...types]])
      if (faults.load) throw faults.load
      return plotly
    },
    async mathjax() {
      calls.push(['mathjax'])
      if (faults.mathjax) throw faults.mathjax
    },
    async frame() {
      clock.frames++
    },
    now: () => clock.now,
    webgl: async () => webgl as unknown as GL,
    access: () => Promise.reject(new Error('not in these tests')),
  }
  let props: Props = {
    id: 'g',
    world,
    setProps: (next) => {
      sent.push(next as Dict)
      show(next as Partial<Props>)
    },
    reportError: (error) => void errors.push(error),
    swapProp: (name, from, to) => {
      if (props[name] !== from) return false
      props = { ...props, [name]: to } as Props
      return true
    },
  }
  const draw = (tree: ReturnType<typeof Graph.prototype.render> | null) => render(tree, host)
  function show(next: Partial<Props>) {
    props = { ...props, ...next }
    draw(<Graph {...props} />)
  }
  return {
    ...{ host, calls, sent, errors, faults, clock, listeners, plotly },
    show: async (next: Partial<Props>) => {
      show(next)
      await settle()
    },
    now: show,
    drop: () => draw(null),
    root: () => host.firstElementChild as HTMLElement,
    plot: () => host.querySelector('.dash-graph-plot') as PlotElement,
    reacts: () => calls.filter(([name]) => name === 'react').map(([, figure]) => figure as FigureParts),
    names: () => calls.map(([name]) => name),
    figure: () => props.figure,
  }
}

afterEach(() => {
  document.body.innerHTML = ''
  observed = new Map()
})

test('the root bears id, classes and style, and is pending until drawn', async () => {
  const s = stage()
  s.now({ className: 'mine', style: { height: '10px' }, responsive: true })
  assert.equal(s.root().id, 'g')
  assert.equal(s.root().className, 'dash-graph dash-graph--responsive dash-graph--pending mine')
  assert.equal(s.root().style.height, '10px')
  await settle()
  assert.equal(s.root().className, 'dash-graph dash-graph--responsive mine')
})

test('the groups of a figure are there before it is drawn, and drawing is react', async () => {
  const s = stage()
  await s.show({ figure: { data: [{ type: 'bar', y: [1] }] }, config: { scrollZoom: true } })
  assert.deepEqual(s.names(), ['load', 'react'])
  assert.deepEqual(s.calls[0], ['load', ['bar']])
  const { topojsonURL, ...config } = s.reacts()[0]?.config ?? {}
  assert.deepEqual(config, { displaylogo: false, showSendToCloud: false, scrollZoom: true, typesetMath: false })
  assert.match(String(topojsonURL), /\/topo\/$/)
})

test('no figure draws empty axes', async () => {
  const s = stage()
  await s.show({})
  assert.deepEqual(s.reacts()[0]?.data, [])
})

test('while the first figure is being made nothing is drawn, but plotly.js is loaded', async () => {
  const s = stage()
  await s.show({ 'data-dash-is-loading': 'true' })
  assert.deepEqual(s.names(), ['load'])
  assert.match(s.root().className, /pending/)
  assert.equal(s.root().getAttribute('data-dash-is-loading'), 'true')
  await s.show({ figure: { data: [{}] } })
  await s.show({ 'data-dash-is-loading': undefined })
  assert.equal(s.reacts().length, 1)
  assert.doesNotMatch(s.root().className, /pending/)
})

test('a figure that does not come after all leaves empty axes', async () => {
  const s = stage()
  await s.show({ 'data-dash-is-loading': 'true' })
  await s.show({ 'data-dash-is-loading': undefined })
  await s.show({ hoverData: {} })
  assert.deepEqual(s.reacts()[0]?.data, [])
  assert.equal(s.reacts().length, 1)
})

test('config, style and events alone do not draw again; a new figure does', async () => {
  const s = stage()
  await s.show({ figure: { data: [{ y: [1] }] } })
  await s.show({ config: { editable: true } })
  await s.show({ style: { width: '1px' }, hoverData: {} })
  assert.equal(s.reacts().length, 1)
  await s.show({ figure: { data: [{ y: [1] }] } })
  assert.equal(s.reacts().length, 2)
})

test('equal arrays of a new figure are drawn with their old identity', async () => {
  const s = stage()
  const figure = () => ({ data: [{ x: Float64Array.of(1, 2) }], layout: { title: String(Math.random()) } })
  await s.show({ figure: figure() })
  await s.show({ figure: figure() })
  const [first, second] = s.reacts()
  assert.equal(first?.data[0]?.x, second?.data[0]?.x)
  assert.notEqual(first?.data[0], second?.data[0])
})

test('figures that are superseded while one is drawing are never drawn', async () => {
  const s = stage()
  let go = () => {}
  s.faults.hold = new Promise((resolve) => {
    go = resolve
  })
  const numbered = (n: number) => ({ figure: { data: [{ name: n }] } })
  await s.show(numbered(1))
  for (const n of [2, 3, 4]) await s.show(numbered(n))
  assert.match(s.root().className, /pending/)
  go()
  await settle()
  assert.deepEqual(
    s.reacts().map(({ data }) => data[0]?.name),
    [1, 4],
  )
})

test('a figure that comes alone is drawn at once; the first, and those that follow closely, wait for a frame', async () => {
  const s = stage()
  const numbered = (n: number) => ({ figure: { data: [{ name: n }] } })
  const framesOf = async (n: number, now: number) => {
    Object.assign(s.clock, { now, frames: 0 })
    await s.show(numbered(n))
    return s.clock.frames
  }
  assert.deepEqual([await framesOf(1, 100), await framesOf(2, 110), await framesOf(3, 500)], [1, 1, 0])
  assert.equal(s.reacts().length, 3)
})

test('points are added, and stay when something else of the figure changes', async () => {
  const s = stage()
  const data = [{ y: [1, 2] }]
  await s.show({ figure: { data } })
  await s.show({ extendData: { y: [[3]] } })
  await s.show({ extendData: [{ y: [[4]] }, [0], 10] })
  assert.deepEqual(s.names().slice(2), ['redraw', 'redraw'])
  assert.deepEqual(s.plot().data?.[0]?.y, [1, 2, 3, 4])
  assert.deepEqual(s.figure()?.data, [{ y: [1, 2, 3, 4] }])
  await s.show({ figure: { ...s.figure(), layout: { title: 'new' } } })
  assert.deepEqual(s.reacts().at(-1)?.data[0]?.y, [1, 2, 3, 4])
  assert.deepEqual(data, [{ y: [1, 2] }])
  // What was shown before the points came is another figure, whatever arrays it holds.
  await s.show({ figure: { data } })
  assert.deepEqual(s.reacts().at(-1)?.data[0]?.y, [1, 2])
  assert.deepEqual(s.sent, [])
})

test('extendData and prependData of the first render are applied after the first draw', async () => {
  const s = stage()
  await s.show({ figure: { data: [{ y: [1] }] }, extendData: { y: [[2]] }, prependData: { y: [[0]] } })
  assert.deepEqual(s.names(), ['load', 'react', 'redraw'])
  assert.deepEqual(s.plot().data?.[0]?.y, [0, 1, 2])
})

test('many additions are drawn together, but not for ever later', async () => {
  const s = stage()
  await s.show({ figure: { data: [{ y: Float64Array.of(0) }] } })
  for (let i = 1; i <= 20; i++) s.now({ extendData: { y: [[i]] } })
  await settle()
  assert.deepEqual(
    Array.from(s.plot().data?.[0]?.y as Float64Array),
    Array.from({ length: 21 }, (_, i) => i),
  )
  const redraws = s.names().filter((name) => name === 'redraw').length
  assert.ok(redraws > 1 && redraws < 6, String(redraws))
})

test('an addition that does not fit is told, and the graph stays', async () => {
  const s = stage()
  await s.show({ figure: { data: [{ y: [1] }] } })
  await s.show({ extendData: { z: [[1]] } })
  assert.match(s.root().querySelector('[role=alert]')?.textContent ?? '', /trace 0 has no list "z"/)
  assert.deepEqual(s.plot().data?.[0]?.y, [1])
})

const line = (color: string, title = 't', y: unknown = Float64Array.of(1, 2)) => ({
  figure: { data: [{ type: 'scatter', y, line: { color } }], layout: { title: { text: title } } },
})

test('an equal figure draws nothing, a title is relayout, a color restyle, both update, numbers react', async () => {
  const s = stage()
  await s.show(line('red'))
  s.calls.length = 0
  const made = async (next: Partial<Props>) => {
    await s.show(next)
    return s.calls.splice(0).filter(([name]) => name !== 'load')
  }
  assert.deepEqual(await made(line('red')), [])
  assert.deepEqual(await made(line('red', 'u')), [['relayout', { 'title.text': 'u' }]])
  assert.deepEqual(await made(line('blue', 'u')), [['restyle', { 'line.color': ['blue'] }, [0]]])
  assert.deepEqual(await made(line('red', 'v')), [['update', { 'line.color': ['red'] }, { 'title.text': 'v' }, [0]]])
  assert.equal((await made(line('red', 'v', [5])))[0]?.[0], 'react')
})

test('the app hears of no change that a figure made, and of those of the user', async () => {
  const s = stage()
  await s.show(line('red'))
  const fire = (name: string, event?: unknown) => s.listeners.get(name)?.map((listen) => listen(event as Dict))
  const { relayout } = s.plotly
  s.plotly.relayout = async (plot, layout) => {
    await relayout(plot, layout)
    fire('plotly_relayout', { ...layout })
  }
  await s.show(line('red', 'u'))
  assert.deepEqual(s.sent, [])
  fire('plotly_relayout', { 'title.text': 'u' })
  assert.deepEqual(s.sent.splice(0), [{ relayoutData: { 'title.text': 'u' } }])
  fire('plotly_update', { data: [{ visible: [true] }, [0]], layout: { shapes: [] } })
  assert.deepEqual(s.sent[0], { restyleData: [{ visible: [true] }, [0]] })
  assert.deepEqual(s.sent[1], { relayoutData: { shapes: [] } })
})

test('what the user has changed is left to react, which knows by uirevision what stays', async () => {
  for (const [event, payload] of [
    ['plotly_relayout', { 'xaxis.range[0]': 1 }],
    ['plotly_restyle', [{ visible: ['legendonly'] }, [0]]],
    ['plotly_selected', { points: [] }],
  ] as const) {
    const s = stage()
    await s.show(line('red'))
    s.listeners.get(event)?.map((listen) => listen(payload as unknown as Dict))
    await s.show(line('red'))
    assert.deepEqual(s.names().slice(2), ['load', 'react'], event)
    await s.show(line('red', 'u'))
    assert.equal(s.names().at(-1), 'relayout', 'until it has drawn')
  }
  const s = stage()
  await s.show(line('red'))
  Object.assign(s.plot()._fullLayout ?? {}, { _preGUI: { 'xaxis.range[0]': null } })
  await s.show(line('red', 'u'))
  assert.equal(s.names().at(-1), 'react')
})

test('a cheap call that fails is told, and the next figure is drawn as a whole', async () => {
  const s = stage()
  await s.show(line('red'))
  s.plotly.relayout = () => Promise.reject(new Error('no relayout'))
  await s.show(line('red', 'u'))
  assert.equal(s.root().querySelector('[role=alert]')?.textContent, 'no relayout')
  await s.show(line('red', 'v'))
  assert.equal(s.names().at(-1), 'react')
})

const gl = (y = 1) => ({ figure: { data: [{ type: 'scattergl', y: [y] }] } })

test('without WebGL another figure is drawn, and that is said', async () => {
  webgl.has = false
  const s = stage()
  await s.show(gl())
  assert.deepEqual(s.reacts()[0]?.data, [{ type: 'scatter', y: [1] }])
  assert.deepEqual(s.calls[0], ['load', ['scatter']])
  assert.equal(s.root().querySelector('[role=status]')?.textContent, 'no WebGL')
  await s.show({ figure: { data: [] } })
  assert.equal(s.root().querySelector('[role=status]'), null)
  webgl.has = true
})

test('a graph out of sight waits for contexts, and draws its last figure when there are', async () => {
  webgl.room = false
  const s = stage()
  await s.show(gl(1))
  await s.show(gl(2))
  assert.equal(s.reacts().length, 0)
  assert.doesNotMatch(s.root().className, /pending/)
  webgl.room = true
  webgl.sleepers.at(-1)?.wake()
  await settle()
  assert.deepEqual(
    s.reacts().map(({ data }) => data[0]?.y),
    [[2]],
  )
})

test('a graph asleep grows unseen, and wakes as it was before it draws what came since', async () => {
  const s = stage()
  await s.show(gl(1))
  const sleeper = webgl.sleepers.at(-1)
  assert.equal(sleeper?.sleep(), true)
  delete s.plot().data
  await s.show({ extendData: { y: [[7]] } })
  assert.equal(s.reacts().length, 1)
  sleeper?.wake()
  await settle()
  assert.deepEqual(s.reacts().at(-1)?.data[0]?.y, [1, 7])
  assert.equal(sleeper?.sleep(), true)
  await s.show(gl(3))
  assert.equal(s.reacts().length, 2)
  sleeper?.wake()
  await settle()
  assert.deepEqual(s.reacts().at(-1)?.data[0]?.y, [3])
  const { released } = webgl
  s.drop()
  assert.equal(webgl.released, released + 1)
})

test('a graph has a role, a name and the keyboard, unless it is a mere picture', async () => {
  const s = stage()
  await s.show({ alt: 'Sales by month' })
  assert.equal(s.plot().getAttribute('role'), 'figure')
  assert.equal(s.plot().getAttribute('aria-label'), 'Sales by month')
  assert.equal(s.plot().getAttribute('tabindex'), '0')
  await s.show({ config: { staticPlot: true } })
  assert.equal(s.plot().getAttribute('tabindex'), null)
})

test('with animate, an equal number of traces is animated, and frames are exchanged first', async () => {
  const s = stage()
  await s.show({ animate: true, figure: { data: [{}] } })
  await s.show({ figure: { data: [{ y: [1] }], frames: [{ name: 'f' }] } })
  assert.deepEqual(s.names(), ['load', 'react', 'load', 'deleteFrames', 'addFrames', 'animate'])
  assert.deepEqual(s.calls.at(-1)?.[2], {
    frame: { redraw: false },
    transition: { duration: 750, ease: 'cubic-in-out' },
  })
  await s.show({ figure: { data: [{}, {}] } })
  assert.equal(s.names().at(-1), 'react')
})

test('a failure is shown in place and reported, and the next figure clears it', async () => {
  for (const [where, message] of [['load', 'no such type'] as const, ['react', 'cannot draw'] as const]) {
    const s = stage()
    s.faults[where] = new Error(message)
    await s.show({ figure: { data: [] } })
    assert.equal(s.root().querySelector('[role=alert]')?.textContent, message)
    assert.deepEqual(s.errors, [s.faults[where]])
    assert.doesNotMatch(s.root().className, /pending/)
    delete s.faults[where]
    await s.show({ figure: { data: [] } })
    assert.equal(s.root().querySelector('[role=alert]'), null)
    assert.equal(s.reacts().length > 0, true)
  }
})

test('the bar of buttons waits for a touch, unless the config shows it', async () => {
  const quiet = () => s.plot().classList.contains('dash-graph-plot--quiet')
  let s = stage()
  await s.show({ figure: { data: [] } })
  assert.ok(quiet())
  s.plot().dispatchEvent(new Event('pointerdown'))
  await s.show({ figure: { data: [] } })
  assert.ok(!quiet(), 'and then it stays')
  s = stage()
  await s.show({ figure: { data: [] }, config: { displayModeBar: true } })
  assert.ok(!quiet())
})

test('a part of plotly.js that does not come is asked for again, and told once', async () => {
  const s = stage()
  s.faults.load = new LoadError('core.js')
  await s.show({ figure: { data: [{ y: [1] }] } })
  assert.equal(s.root().querySelector('[role=alert]')?.textContent, 'plotly: cannot load core.js. Trying again …')
  dispatchEvent(new Event('online'))
  await settle()
  delete s.faults.load
  dispatchEvent(new Event('online'))
  await settle()
  assert.deepEqual(s.names(), ['load', 'load', 'load', 'react'])
  assert.equal(s.root().querySelector('[role=alert]'), null)
  assert.equal(s.errors.length, 1)
})

test('mathjax is loaded before drawing; without it formulas stay text, and the failure is reported', async () => {
  const s = stage()
  s.faults.mathjax = new Error('no mathjax')
  await s.show({ mathjax: true })
  assert.equal(s.reacts()[0]?.config?.typesetMath, false)
  assert.deepEqual(s.errors, [s.faults.mathjax])
  delete s.faults.mathjax
  await s.show({ mathjax: false })
  await s.show({ mathjax: true })
  assert.equal(s.reacts().at(-1)?.config?.typesetMath, true)
})

test('events become props', async () => {
  const s = stage()
  await s.show({ figure: { data: [{ customdata: ['c'] }] } })
  const fire = (name: string, event?: unknown) => s.listeners.get(name)?.map((listen) => listen(event as Dict))
  const points = [{ curveNumber: 0, pointNumber: 0, x: 1, data: {} }]
  const told = [{ curveNumber: 0, pointNumber: 0, x: 1, customdata: 'c' }]
  fire('plotly_hover', { points })
  fire('plotly_hover', { points })
  assert.deepEqual(s.sent.splice(0), [{ hoverData: { points: told } }])
  fire('plotly_unhover')
  assert.equal(s.sent.length, 0)
  s.now({ clear_on_unhover: true })
  fire('plotly_unhover')
  fire('plotly_selected', { points, range: { x: [0, 1] } })
  fire('plotly_deselect')
  fire('plotly_relayout', { 'xaxis.range[0]': 1 })
  fire('plotly_restyle', [{ visible: ['legendonly'] }, [0]])
  assert.deepEqual(s.sent.splice(0), [
    { hoverData: null },
    { selectedData: { points: told, range: { x: [0, 1] } } },
    { selectedData: null },
    { relayoutData: { 'xaxis.range[0]': 1 } },
    { restyleData: [{ visible: ['legendonly'] }, [0]] },
  ])
  fire('plotly_click', { points })
  const { timestamp } = (s.sent.at(-1)?.clickData ?? {}) as Dict
  assert.equal(typeof timestamp, 'number')
  assert.equal(s.reacts().length, 1)
})

test('a shape that the user draws is written to the figure, which is not drawn again', async () => {
  const s = stage()
  const data = [{ y: [1] }]
  await s.show({ figure: { data, layout: { title: 't' } } })
  const { layout } = s.plot()
  Object.assign(layout ?? {}, { shapes: [{ type: 'rect' }], xaxis: { range: [0, 1] } })
  for (const listen of s.listeners.get('plotly_relayout') ?? []) listen({ 'shapes[0].x0': 1 })
  await settle()
  assert.deepEqual(s.sent, [
    { relayoutData: { 'shapes[0].x0': 1 } },
    { figure: { data, layout: { title: 't', shapes: [{ type: 'rect' }] } } },
  ])
  assert.equal(s.reacts().length, 1)
})

/** Gives the plot a size that can be changed. */
function sized(plot: PlotElement) {
  const size = { width: 700, height: 450 }
  Object.defineProperties(plot, { clientWidth: { get: () => size.width }, clientHeight: { get: () => size.height } })
  return size
}

const fits = (s: ReturnType<typeof stage>) =>
  s.calls.filter(([name, layout]) => name === 'relayout' && (layout as Dict).autosize === true).length

test('a responsive graph follows its size, another does not', async () => {
  for (const responsive of [true, false]) {
    const s = stage()
    await s.show({ responsive })
    const plot = s.plot()
    const size = sized(plot)
    observed.get(plot)?.()
    await settle()
    assert.equal(fits(s), 0)
    size.width = 500
    observed.get(plot)?.()
    await settle()
    assert.equal(fits(s), responsive ? 1 : 0)
    s.drop()
  }
})

test('a graph to which points are added all the time follows its size as well', async () => {
  const s = stage()
  await s.show({ figure: { data: [{ y: [1] }] } })
  const size = sized(s.plot())
  size.width = 500
  for (let i = 0; i < 5; i++) {
    await s.show({ extendData: [{ y: [[i]] }] })
    observed.get(s.plot())?.()
  }
  await settle()
  assert.equal(fits(s), 1)
})

test('a size that cannot be drawn is tried once, and again with the next figure', async () => {
  const s = stage()
  await s.show({ figure: { data: [{ y: [1] }] } })
  sized(s.plot()).width = 500 // the plotly.js of these tests stays as wide as it was
  for (let i = 0; i < 3; i++) {
    observed.get(s.plot())?.()
    await settle()
  }
  assert.equal(fits(s), 1)
  await s.show({ figure: { data: [{ y: [2] }] } })
  await settle()
  assert.equal(fits(s), 2)
})

test('unmounting purges once, lets go of the element, and tells nothing more', async () => {
  const s = stage()
  await s.show({ figure: { data: [] } })
  const [hover] = s.listeners.get('plotly_hover') ?? []
  s.drop()
  await settle()
  assert.equal(s.names().filter((name) => name === 'purge').length, 1)
  assert.equal(observed.size, 0)
  hover?.({ points: [] })
  assert.deepEqual(s.sent, [])
})

test('unmounting while drawing purges when the drawing has ended', async () => {
  const s = stage()
  let go = () => {}
  s.faults.hold = new Promise((resolve) => {
    go = resolve
  })
  s.faults.react = new Error('drawn into a removed element')
  await s.show({ figure: { data: [] } })
  s.drop()
  assert.equal(s.names().includes('purge'), false)
  go()
  await settle()
  assert.equal(s.names().at(-1), 'purge')
  assert.deepEqual(s.errors, [])
})
