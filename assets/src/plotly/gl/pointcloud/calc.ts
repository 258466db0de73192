import colorscaleCalc from 'plotly.js/src/components/colorscale/calc'
import colorscale from 'plotly.js/src/components/colorscale/helpers'
import Axes from 'plotly.js/src/plots/cartesian/axes'
import { type Column, calcColumn } from '../columns'
import type { Axis } from '../types'
import { colorColumn } from './draw'
import type { Cloud, Points } from './trace'

/** What plotly.js asks of a trace type: coordinates, and what the axes and the color bar must show. */
export default function calc(graph: unknown, trace: Cloud): unknown[] {
  const xa = Axes.getFromId(graph, trace.xaxis) as Axis
  const ya = Axes.getFromId(graph, trace.yaxis) as Axis
  const points: Points = { x: calcColumn(xa, trace, 'x'), y: calcColumn(ya, trace, 'y') }
  // As much room beside the outermost points as scatter gives.
  const options = { padded: true, ppad: Math.max(3, Math.max(trace.marker.size, trace.marker.sizemax ?? 0) / 1.6) }
  trace._extremes[xa._id] = Axes.findExtremes(xa, ends(points.x, xa), options)
  trace._extremes[ya._id] = Axes.findExtremes(ya, ends(points.y, ya), options)
  calcColor(graph, trace)
  return [{ x: undefined, y: undefined, t: { points } }]
}

function ends({ summary }: Column, axis: Axis): number[] {
  const least = axis.type === 'log' ? summary.minPositive : summary.min
  return least <= summary.max ? [least, summary.max] : []
}

/** Finds the color range, of the least and most value only: plotly.js would look at all of them twice. */
function calcColor(graph: unknown, trace: Cloud): void {
  const column = colorColumn(trace.marker.color)
  if (!column || !colorscale.hasColorscale(trace, 'marker')) return
  const { min, max } = column.summary
  const vals = min <= max ? [min, max] : [0, 1]
  colorscaleCalc(graph, trace, { vals, containerStr: 'marker', cLetter: 'c' })
}
