// What plotly.js calls to have our traces drawn. Both types have the same functions, so plotly.js calls style
// once for a graph and the traces are drawn in one go, in their order.

import { heatPainter } from './heatmapgl/draw'
import { cloudPainter } from './pointcloud/draw'
import type { GraphDiv } from './types'
import { viewOf } from './view'

const painters = { pointcloud: cloudPainter, heatmapgl: heatPainter }

/** A range slider draws traces into a figure of its own that is no graph and has no place for canvases. */
const hasCanvases = (graph: GraphDiv) => graph._fullLayout?._glcontainer !== undefined

/** plot is called for each subplot, and always followed by style. */
export function plot(graph: GraphDiv): void {
  if (hasCanvases(graph)) viewOf(graph, painters).attach()
}

/** style is called after plot, when only looks have changed, and when points were selected. */
export function style(graph: GraphDiv): void {
  if (!hasCanvases(graph)) return
  const view = viewOf(graph, painters)
  view.attach()
  view.render()
}
