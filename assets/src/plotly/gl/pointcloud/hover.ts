import Drawing from 'plotly.js/src/components/drawing'
import Lib from 'plotly.js/src/lib'
import getTraceColor from 'plotly.js/src/traces/scatter/get_trace_color'
import type { Column } from '../columns'
import { toPixels } from '../place'
import type { Axis, PointData } from '../types'
import { type Area, PointIndex } from './nearest'
import type { Cloud, CloudItem, Points } from './trace'

/** What plotly.js asks of a trace type: the point that is nearest to a place on the axes. */
export default function hoverPoints(
  data: PointData,
  xval: number,
  yval: number,
  mode: string,
): PointData[] | undefined {
  const item = data.cd[0] as CloudItem
  const { points } = item.t
  if (!points) return undefined
  // Asked for by number, as Plotly.Fx.hover does.
  if (typeof data.index === 'number') return [describe(data, item.trace, points, data.index, 0)]
  const found = nearest(points, data.xa, data.ya, xval, yval, mode, data.distance)
  return found && [describe(data, item.trace, points, found.id, found.distance)]
}

interface Found {
  id: number
  distance: number
}

/** nearest is the nearest point by pixels, along one axis for the modes that compare along it; of equals the one drawn last. */
export function nearest(
  points: Points,
  xa: Axis,
  ya: Axis,
  xval: number,
  yval: number,
  mode: string,
  limit: number,
): Found | undefined {
  const [toX, toY] = [toPixels(xa), toPixels(ya)]
  const [xpx, ypx] = [toX(xval), toY(yval)]
  const [x, y] = [points.x.values, points.y.values]
  const byX = mode === 'x' || mode === 'x unified'
  const byY = mode === 'y' || mode === 'y unified'
  let best = -1
  let least = limit
  let second = Infinity
  const visit = (id: number) => {
    const dx = Math.abs(toX(x[id] as number) - xpx)
    const dy = Math.abs(toY(y[id] as number) - ypx)
    const distance = byX ? dx : byY ? dy : Math.sqrt(dx * dx + dy * dy)
    // Along one axis many points are equally near: of them the nearest along the other.
    const rest = byX ? dy : byY ? dx : -id
    if (distance > least || (distance === least && rest >= second) || !(dx + dy < Infinity)) return
    best = id
    least = distance
    second = rest
  }
  const index = indexOf(points, xa, ya)
  if (index.done) index.near(areaAround(xa, ya, xpx, ypx, byY ? Infinity : limit, byX ? Infinity : limit), visit)
  else for (let id = Math.min(x.length, y.length) - 1; id >= 0; id--) visit(id)
  return best < 0 ? undefined : { id: best, distance: least }
}

/** The values within so many pixels of a place, or along the whole axis. */
function areaAround(xa: Axis, ya: Axis, x: number, y: number, alongX: number, alongY: number): Area {
  const ends = (axis: Axis, at: number, by: number) =>
    by === Infinity ? [axis.p2c(0), axis.p2c(axis._length)] : [axis.p2c(at - by), axis.p2c(at + by)]
  const [x0, x1] = ends(xa, x, alongX) as [number, number]
  const [y0, y1] = ends(ya, y, alongY) as [number, number]
  return { x0, x1, y0, y1 }
}

/** Small clouds are quicker searched than sorted. */
const worthAnIndex = 5000

interface Known {
  y: Column
  kind: string
  index: PointIndex
}

/** By the column of x: a cloud that only changed its looks keeps its index. */
const indexes = new WeakMap<Column, Known>()
const none = { done: false, near: () => {} }

/** The cloud's index, which is not done before the browser had time for it. */
function indexOf({ x, y }: Points, xa: Axis, ya: Axis): Pick<PointIndex, 'done' | 'near'> {
  const count = Math.min(x.values.length, y.values.length)
  if (count < worthAnIndex) return none
  const kind = `${xa.type} ${ya.type}`
  const known = indexes.get(x)
  if (known && known.y === y && known.kind === kind) return known.index
  const log = { x: xa.type === 'log', y: ya.type === 'log' }
  const bounds = {
    x0: log.x ? x.summary.minPositive : x.summary.min,
    x1: x.summary.max,
    y0: log.y ? y.summary.minPositive : y.summary.min,
    y1: y.summary.max,
  }
  const index = new PointIndex({ x: x.values.subarray(0, count), y: y.values.subarray(0, count) }, bounds, log)
  indexes.set(x, { y, kind, index })
  whenIdle(index.build())
  return index
}

function whenIdle(work: Generator<void>): void {
  const later = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 20))
  const step = () => {
    if (!work.next().done) later(step)
  }
  later(step)
}

function describe(data: PointData, trace: Cloud, { x, y }: Points, id: number, distance: number): PointData {
  const [px, py] = [data.xa.c2p(x.values[id] as number), data.ya.c2p(y.values[id] as number)]
  const point = pointOf(trace, id)
  const radius = trace.marker.size / 2
  const out: PointData = {
    ...data,
    index: id,
    color: getTraceColor(trace, point),
    x0: px - radius,
    x1: px + radius,
    xLabelVal: x.values[id],
    y0: py - radius,
    y1: py + radius,
    yLabelVal: y.values[id],
    // plotly.js looks at the point's own entry for what may be different from point to point.
    cd: { [id]: point } as unknown as PointData['cd'],
    distance,
    spikeDistance: distance,
    hovertemplate: point.ht,
  }
  Lib.fillText(point, trace, out)
  return out
}

/** One point's own values, under the short names plotly.js has for them. */
function pointOf(trace: Cloud, id: number): Dict {
  const one = (value: unknown) => (Lib.isArrayOrTypedArray(value) ? value[id] : value)
  const label = (trace.hoverlabel ?? {}) as Dict
  const font = (label.font ?? {}) as Dict
  const color = one(trace.marker.color)
  return {
    i: id,
    tx: one(trace.text),
    htx: one(trace.hovertext),
    data: one(trace.customdata),
    hi: one(trace.hoverinfo),
    ht: one(trace.hovertemplate),
    mc: color,
    mcc: Drawing.tryColorscale(trace.marker, '')(color),
    hbg: one(label.bgcolor),
    hbc: one(label.bordercolor),
    hnl: one(label.namelength),
    hta: one(label.align),
    hts: one(font.size),
    htc: one(font.color),
    htf: one(font.family),
  }
}
