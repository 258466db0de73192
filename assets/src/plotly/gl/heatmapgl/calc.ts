import colorscaleCalc from 'plotly.js/src/components/colorscale/calc'
import Axes from 'plotly.js/src/plots/cartesian/axes'
import type { Axis } from '../types'
import { brickEdges } from './edges'
import { matrixOf } from './matrix'
import type { Bricks, Heat } from './trace'

/** What plotly.js asks of a trace type: bricks and cells, and what the axes and the color bar must show. */
export default function calc(graph: unknown, trace: Heat): unknown[] {
  const matrix = matrixOf(trace.z, trace.transpose)
  const xa = Axes.getFromId(graph, trace.xaxis) as Axis
  const ya = Axes.getFromId(graph, trace.yaxis) as Axis
  const x = bricks(xa, trace, 'x', matrix.columns)
  const y = bricks(ya, trace, 'y', matrix.rows.length)
  trace._extremes[xa._id] = Axes.findExtremes(xa, x.edges)
  trace._extremes[ya._id] = Axes.findExtremes(ya, y.edges)
  const { min, max } = matrix.summary
  colorscaleCalc(graph, trace, { vals: min <= max ? [min, max] : [0, 1], containerStr: '', cLetter: 'z' })
  return [{ x: x.edges, y: y.edges, z: trace.z, text: trace.text, hovertext: trace.hovertext, t: { matrix, x, y } }]
}

function bricks(axis: Axis, trace: Heat, letter: 'x' | 'y', count: number): Bricks {
  // A least distance of ticks is for bars and boxes only.
  axis._minDtick = 0
  const isArray = trace[letter] !== undefined && trace[`${letter}type`] !== 'scaled'
  const given = isArray
    ? Float64Array.from(axis.makeCalcdata(trace, letter) as ArrayLike<number>, (v) => v ?? NaN)
    : undefined
  if (axis.type === 'category' && given) return categories(axis, given, count)
  const calendar = trace[`${letter}calendar`] as string | undefined
  const start = trace[`${letter}0`]
  const convert = axis.type === 'log' ? axis.d2c : axis.r2c
  const v0 = start === undefined ? 0 : convert(start, 0, calendar)
  const edges = brickEdges(given, count, axis.type, v0, trace[`d${letter}`] || 1)
  return { edges, middles: given && given.length === edges.length - 1 ? given : undefined, order: undefined }
}

/** A brick for each category of the axis, in the axis' order, whatever the trace's is. */
function categories(axis: Axis, given: Float64Array, count: number): Bricks {
  const order = new Int32Array(axis._categories.length).fill(-1)
  for (let i = 0; i < Math.min(count, given.length); i++) order[given[i] as number] = i
  const edges = brickEdges(undefined, order.length, 'category', 0, 1)
  const asTheyCome = order.length === count && order.every((column, i) => column === i)
  return { edges, middles: undefined, order: asTheyCome ? undefined : order }
}
