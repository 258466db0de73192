import colorscale from 'plotly.js/src/components/colorscale/helpers'
import Axes from 'plotly.js/src/plots/cartesian/axes'
import type { Axis, PointData } from '../types'
import { brickAt } from './edges'
import type { Bricks, Heat, HeatItem } from './trace'

/** What plotly.js asks of a trace type: the brick at a place on the axes. */
export default function hoverPoints(data: PointData, xval: number, yval: number): PointData[] | undefined {
  const item = data.cd[0] as HeatItem
  const { trace, t } = item
  if (!t.matrix) return undefined
  const asked = Array.isArray(data.index) ? data.index : undefined
  const [column, row] = [asked?.[1] ?? brickOf(t.x, xval), asked?.[0] ?? brickOf(t.y, yval)]
  const x = span(t.x, data.xa, column)
  const y = span(t.y, data.ya, row)
  if (!x || !y) return undefined
  const [r, c] = [t.y.order ? (t.y.order[row] ?? -1) : row, t.x.order ? (t.x.order[column] ?? -1) : column]
  const z = t.matrix.rows[r]?.[c]
  const known = z !== undefined && Number.isFinite(z)
  if (!known && !trace.hoverongaps) return undefined
  // Never nearer than a point of another trace.
  const far = { distance: data.maxHoverDistance, spikeDistance: data.maxSpikeDistance }
  const middle = (side: { from: number; to: number; label: number }, axis: Axis) =>
    trace.zsmooth ? [axis.c2p(side.label), axis.c2p(side.label)] : [axis.c2p(side.from), axis.c2p(side.to)]
  const [[x0, x1], [y0, y1]] = [middle(x, data.xa), middle(y, data.ya)]
  return [
    {
      ...data,
      ...far,
      index: [row, column],
      ...{ x0, x1, y0, y1, xLabelVal: x.label, yLabelVal: y.label },
      zLabelVal: known ? z : undefined,
      zLabel: zLabel(trace, data.xa, known ? z : undefined),
      text: textOf(trace.hovertext, row, column) ?? textOf(trace.text, row, column),
    },
  ]
}

const brickOf = ({ edges }: Bricks, value: number) => Math.min(edges.length - 2, Math.floor(brickAt(edges, value)))

/** A brick's borders and what to call it by. */
function span({ edges, middles }: Bricks, axis: Axis, brick: number) {
  const [from, to] = [edges[brick], edges[brick + 1]]
  if (from === undefined || to === undefined) return undefined
  return {
    from,
    to,
    label: middles?.[brick] ?? (axis.type === 'category' ? Math.round((from + to) / 2) : (from + to) / 2),
  }
}

function zLabel(trace: Heat, like: Axis, z: number | undefined): string {
  const { min, max } = colorscale.extractOpts(trace)
  const { _separators, _numFormat } = like
  const axis = { type: 'linear', range: [min, max], hoverformat: trace.zhoverformat, _separators, _numFormat }
  return Axes.tickText(axis, z, 'hover').text
}

function textOf(texts: unknown, row: number, column: number): unknown {
  return Array.isArray(texts) && Array.isArray(texts[row]) ? texts[row][column] : undefined
}
