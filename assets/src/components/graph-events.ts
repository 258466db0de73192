// What Graph tells the app of plotly.js's events: Dash's payloads. They go to a server, so they hold plain values only.

import type { Dict, PlotElement } from '../plotly/plotly'
import { isTyped } from '../wire/arrays'
import { isRecord } from '../wire/records'

/** A copy without functions, elements or cycles through plotly.js's own (underscored) fields. */
export function plain(value: unknown): unknown {
  if (isTyped(value)) return Array.from(value as ArrayLike<number>, plain)
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Date) return value.toISOString()
  if (!isRecord(value)) return typeof value === 'function' ? undefined : value
  const copy: Dict = {}
  for (const key of Object.keys(value)) {
    if (!key.startsWith('_') && value[key] !== undefined && typeof value[key] !== 'function')
      copy[key] = plain(value[key])
  }
  return copy
}

const isScalar = (value: unknown) => value !== undefined && typeof value !== 'function' && typeof value !== 'object'

function customdataOf(point: Dict, traces: Dict[]): unknown {
  const all = traces[point.curveNumber as number]?.customdata
  if (!Array.isArray(all) && !isTyped(all)) return point.customdata
  const at = (i: unknown) => (typeof i === 'number' ? all[i] : undefined)
  if (Array.isArray(point.pointNumbers)) return point.pointNumbers.map(at)
  if (Array.isArray(point.pointNumber))
    return point.pointNumber.reduce<unknown>((row, i) => (row as unknown[])?.[i], all)
  return at(point.pointNumber) ?? point.customdata
}

/** plotly.js counts from the nearest positioned element around the plot, which is the graph's own; in Dash it is the one around the graph,
 * where the Tooltip stands that is given the box. */
function boxOf(bbox: Dict, plot: PlotElement): Dict {
  const graph = plot.offsetParent as HTMLElement | null
  if (!graph?.classList.contains('dash-graph')) return plain(bbox) as Dict
  const [x, y] = [graph.offsetLeft + graph.clientLeft, graph.offsetTop + graph.clientTop]
  const moved = Object.entries(bbox).map(([key, at]) => [key, (at as number) + (key.startsWith('x') ? x : y)])
  return Object.fromEntries(moved)
}

function pointOf(point: Dict, traces: Dict[], plot: PlotElement): Dict {
  const out: Dict = {}
  for (const [key, value] of Object.entries(point)) {
    if (isScalar(value) || value === null) out[key] = value
    else if (value instanceof Date) out[key] = value.toISOString()
  }
  if (isRecord(point.bbox)) out.bbox = boxOf(point.bbox, plot)
  if (Array.isArray(point.pointNumbers)) out.pointNumbers = plain(point.pointNumbers)
  const customdata = plain(customdataOf(point, traces))
  if (customdata !== undefined) out.customdata = customdata
  return out
}

/** With layout.hoveranywhere or clickanywhere an event also says where on the axes the pointer was. */
function anywhere(event: Dict, flag: unknown): Dict {
  if (!flag) return {}
  const ids = (axes: unknown) => (Array.isArray(axes) ? axes.map((axis: Dict) => axis?._id) : undefined)
  const found = { xaxes_id: ids(event.xaxes), yaxes_id: ids(event.yaxes) }
  const { xvals, yvals, xPixel, yPixel } = event
  return plain({ xvals, yvals, xPixel, yPixel, ...found }) as Dict
}

const pointsOf = (event: Dict, plot: PlotElement) =>
  (Array.isArray(event.points) ? event.points : []).map((point: Dict) => pointOf(point, plot.data ?? [], plot))

export function hoverData(event: Dict, plot: PlotElement): Dict {
  return { points: pointsOf(event, plot), ...anywhere(event, plot._fullLayout?.hoveranywhere) }
}

/** The time makes a second click on the same point another value, so that callbacks fire for it. */
export function clickData(event: Dict, plot: PlotElement): Dict {
  return { points: pointsOf(event, plot), ...anywhere(event, plot._fullLayout?.clickanywhere), timestamp: Date.now() }
}

/** Null when nothing is selected any more. */
export function selectedData(event: Dict | undefined, plot: PlotElement): Dict | null {
  if (!event || !Array.isArray(event.points)) return null
  const out: Dict = { points: pointsOf(event, plot) }
  if (event.range) out.range = plain(event.range)
  if (event.lassoPoints) out.lassoPoints = plain(event.lassoPoints)
  return out
}

export function annotationData({ event: _, fullAnnotation: __, ...rest }: Dict): Dict {
  return { ...(plain(rest) as Dict), timestamp: Date.now() }
}
