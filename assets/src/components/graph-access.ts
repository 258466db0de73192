// A graph without eyes or mouse: its name and summary, and the keys with which its points are walked through. Loaded after the
// first drawing.
//
//     ← →      along a trace       Home End   its ends         ↑ ↓     from trace to trace
//     Enter    clicks the point    + −        zoom             Escape  leaves the point
//
// Tab is never taken: it leads to the buttons of the bar and on.

import type { Dict, PlotElement, Plotly } from '../plotly/plotly'
import { isRecord } from '../wire/records'
import { isList } from './graph-grow'
import { axisOf, isDates, placeOf, timeText } from './graph-place'
import { nameOf, numberText, summaryOf } from './graph-summary'

interface Place {
  trace: number
  point: number
}

export class Access {
  readonly #plot: PlotElement
  readonly #plotly: Plotly
  readonly #say: (text: string) => void
  #place: Place | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #alt: string | undefined
  #listensOn: unknown

  constructor(plot: PlotElement, plotly: Plotly, say: (text: string) => void) {
    this.#plot = plot
    this.#plotly = plotly
    this.#say = say
    plot.addEventListener('keydown', this.#onKey)
    plot.addEventListener('blur', this.#leave)
  }

  /** To be called after each drawing. The numbers are looked through when the drawing has come to rest. */
  drawn(alt: string | undefined): void {
    this.#alt = alt
    this.#listen()
    this.#again()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#plot.setAttribute('aria-label', this.#alt || summaryOf(this.#plot)), 300)
  }

  /** plotly.js makes a new emitter when it starts over; it is known by its `on`. */
  #listen(): void {
    const { on } = this.#plot
    if (!on || on === this.#listensOn) return
    this.#listensOn = on
    for (const event of ['plotly_afterplot', 'plotly_relayout']) on.call(this.#plot, event, this.#again)
  }

  stop(): void {
    this.#place = undefined
    clearTimeout(this.#timer)
    this.#plot.removeEventListener('keydown', this.#onKey)
    this.#plot.removeEventListener('blur', this.#leave)
  }

  readonly #onKey = (event: KeyboardEvent) => {
    // Keys belong to the plot itself; its buttons, and the texts that are being edited, have their own.
    if (event.target !== this.#plot || event.ctrlKey || event.metaKey || event.altKey) return
    if (this.#act(event.key)) event.preventDefault()
  }

  #act(key: string): boolean {
    if (key === '+' || key === '=') return this.#zoom('in')
    if (key === '-') return this.#zoom('out')
    if (key === 'Enter') return this.#click()
    if (key === 'Escape') return this.#leave()
    const next = this.#step(key)
    if (next) this.#go(next)
    return next !== undefined
  }

  /** The place a key leads to, which is the same one at an end; undefined for other keys and where there are no points. */
  #step(key: string): Place | undefined {
    if (!/^(Arrow(Left|Right|Up|Down)|Home|End)$/.test(key)) return undefined
    const traces = this.#plot._fullData ?? []
    const walkable = traces.flatMap((trace, i) => (trace.visible === true && pointsOf(trace) > 0 ? [i] : []))
    const first = walkable[0]
    if (first === undefined) return undefined
    const from = this.#place
    if (!from || !walkable.includes(from.trace)) return { trace: first, point: this.#next(first, -1, 1) ?? 0 }
    if (key === 'ArrowUp' || key === 'ArrowDown') {
      const at = walkable.indexOf(from.trace) + (key === 'ArrowUp' ? -1 : 1)
      const trace = walkable[Math.max(0, Math.min(walkable.length - 1, at))] ?? first
      const point = Math.min(from.point, pointsOf(traces[trace]) - 1)
      return { trace, point: this.#next(trace, point - 1, 1) ?? this.#next(trace, point, -1) ?? point }
    }
    const end = pointsOf(traces[from.trace])
    const [start, by] = { Home: [-1, 1], End: [end, -1], ArrowLeft: [from.point, -1] }[key] ?? [from.point, 1]
    return { trace: from.trace, point: this.#next(from.trace, start ?? 0, by ?? 1) ?? from.point }
  }

  /** The next point of a trace that has a place: gaps are passed over. */
  #next(trace: number, from: number, by: number): number | undefined {
    const full = this.#plot._fullData?.[trace]
    const end = pointsOf(full)
    for (let i = from + by; i >= 0 && i < end; i += by) {
      if (!isGap(itemOf(full, 'x', i)) && !isGap(itemOf(full, 'y', i))) return i
    }
    return undefined
  }

  #go(place: Place): void {
    this.#place = place
    const trace = this.#plot._fullData?.[place.trace] ?? {}
    this.#say(this.#text(trace, place.point))
    if (!this.#label(place)) return
    // plotly.js may put a hover off a little, and tells only of the pointer's.
    setTimeout(() => {
      const points = this.#place === place ? this.#hovered(place) : undefined
      if (points) this.#plot.emit?.('plotly_hover', { points })
    }, 80)
  }

  /** Shows the label of a point; false for kinds that answer to the pointer alone. */
  #label(place: Place): boolean {
    const trace = this.#plot._fullData?.[place.trace] ?? {}
    if (isPie(trace)) return false
    const { xaxis = 'x', yaxis = 'y' } = trace
    const point = { curveNumber: place.trace, pointNumber: place.point }
    const label = trace.type === 'scattergl' ? this.#spot(trace, place.point) : [point]
    this.#plotly.Fx.hover(this.#plot, label, String(xaxis) + String(yaxis))
    return true
  }

  /** After a zoom, a new figure or another size the point lies elsewhere, and its label must too; or the point is no more. */
  readonly #again = () => {
    const place = this.#place
    if (!place) return
    setTimeout(() => {
      if (this.#place !== place || !this.#plot._fullLayout) return
      const trace = this.#plot._fullData?.[place.trace]
      if (trace?.visible === true && place.point < pointsOf(trace)) this.#label(place)
      else this.#leave()
    })
  }

  /** Points drawn with WebGL have no numbers to hover by; they are found by where they lie. */
  #spot(trace: Dict, point: number): Dict {
    const layout = this.#plot._fullLayout ?? {}
    const [xval, yval] = ['x', 'y'].map((key) => {
      return placeOf(itemOf(trace, key, point), trace[key], axisOf(trace, key, layout))
    })
    return { xval, yval, hovermode: 'closest' }
  }

  /** What plotly.js knows of a point, once its label is shown. */
  #hovered({ trace, point }: Place): unknown[] | undefined {
    const isIt = (item: unknown) => isRecord(item) && item.curveNumber === trace && item.pointNumber === point
    const points = this.#plot._hoverdata?.filter(isIt)
    return points && points.length > 0 ? points : undefined
  }

  #text(trace: Dict, point: number): string {
    const name = isPie(trace) ? '' : nameOf(trace)
    const layout = this.#plot._fullLayout ?? {}
    const keys: [key: string, value: unknown][] = isPie(trace)
      ? [
          ['', itemOf(trace, 'labels', point)],
          ['', itemOf(trace, 'values', point)],
        ]
      : ['x', 'y'].map((key) => [key, coordinate(trace, key, point, axisOf(trace, key, layout))])
    const values = keys.map(([key, value]) => `${key} ${said(value)}`.trim())
    return [name, ...values].filter(Boolean).join(', ')
  }

  #click(): boolean {
    const place = this.#place
    if (!place) return false
    const { trace: curveNumber, point: pointNumber } = place
    const trace = this.#plot._fullData?.[curveNumber]
    const keys = isPie(trace ?? {}) ? { label: 'labels', value: 'values' } : { x: 'x', y: 'y' }
    const plain: Dict = { curveNumber, pointNumber, pointIndex: pointNumber }
    for (const [key, column] of Object.entries(keys))
      plain[key] = told(trace, column, pointNumber, this.#plot._fullLayout ?? {})
    this.#plot.emit?.('plotly_click', { points: this.#hovered(place) ?? [plain] })
    return true
  }

  /** By the bar's own buttons, so that the zoom is the user's, and there is none where the app has taken the buttons away. */
  #zoom(way: 'in' | 'out'): boolean {
    const button = this.#plot.querySelector(`.modebar-btn[data-attr="zoom"][data-val="${way}"]`)
    button?.dispatchEvent(new MouseEvent('click', { bubbles: true }))
    return button !== null
  }

  readonly #leave = () => {
    if (!this.#place) return false
    this.#place = undefined
    this.#say('')
    if (this.#plot._fullLayout) this.#plotly.Fx.unhover(this.#plot, { target: this.#plot })
    return true
  }
}

const isPie = ({ type }: Dict) => type === 'pie' || type === 'funnelarea'
/** Kinds that lie on two axes, each point at an x and a y. */
const walked = /^(scatter|scattergl|bar|waterfall|funnel)$/

function pointsOf(trace: Dict | undefined): number {
  if (!trace) return 0
  if (isPie(trace)) return lengthOf(trace.values)
  if (!walked.test(String(trace.type)) || trace.hoverinfo === 'skip') return 0
  return Math.max(lengthOf(trace.x), lengthOf(trace.y))
}

const lengthOf = (value: unknown) => (isList(value) ? value.length : 0)
const isGap = (value: unknown) => value === null || Number.isNaN(value)

/** A coordinate; where there is no column of it, plotly.js counts: x0, x0 + dx … */
function itemOf(trace: Dict | undefined, key: string, i: number): unknown {
  const list = trace?.[key]
  if (isList(list)) return list[i] ?? null
  const [start, by] = [trace?.[`${key}0`], trace?.[`d${key}`]]
  return typeof start === 'number' && typeof by === 'number' ? start + i * by : undefined
}

/** As plotly.js would tell it to the app: times in its own form. */
function told(trace: Dict | undefined, key: string, i: number, layout: Dict): unknown {
  const item = itemOf(trace, key, i)
  const axis = trace && axisOf(trace, key, layout)
  if (!isRecord(axis) || axis.type !== 'date' || typeof axis.c2d !== 'function') return item
  return axis.c2d(placeOf(item, trace?.[key], axis))
}

function coordinate(trace: Dict, key: string, i: number, axis: unknown): unknown {
  const item = itemOf(trace, key, i)
  if (!isDates(axis, trace[key])) return item
  return timeText(typeof item === 'number' ? placeOf(item, trace[key], axis) : item)
}

const said = (value: unknown) => (typeof value === 'number' ? numberText(value) : String(value ?? ''))
