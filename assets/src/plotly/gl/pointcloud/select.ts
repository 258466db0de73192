import type { Axis } from '../types'
import type { CloudItem } from './trace'

interface Search {
  cd: CloudItem[]
  xaxis: Axis
  yaxis: Axis
}

/** A box or a lasso, in pixels, or points that were clicked. */
interface Tester {
  degenerate?: boolean
  contains(at: [number, number], omitEdge: boolean, id: number, search: Search): boolean
}

interface Selected {
  pointNumber: number
  x: unknown
  y: unknown
}

/** What plotly.js asks of a trace type: the points in a box or lasso. It keeps their numbers in the trace, and calls style then. */
export default function selectPoints(search: Search, tester: Tester | false): Selected[] {
  const item = search.cd[0]
  const points = item?.t.points
  if (!tester || tester.degenerate || !points || item.trace.visible !== true) return []
  const { xaxis, yaxis } = search
  const [x, y] = [points.x.values, points.y.values]
  const out: Selected[] = []
  for (let id = 0; id < item.trace._length; id++) {
    const px = xaxis.c2p(x[id] as number)
    const py = yaxis.c2p(y[id] as number)
    if (Number.isNaN(px - py) || !tester.contains([px, py], false, id, search)) continue
    out.push({ pointNumber: id, x: xaxis.c2d(x[id] as number), y: yaxis.c2d(y[id] as number) })
  }
  return out
}
