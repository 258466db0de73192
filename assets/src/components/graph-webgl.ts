// WebGL for graphs, loaded with the first that wants it: whether there is any, what is drawn without, and the contexts.

import type { Dict } from '../plotly/plotly'
import { isTyped } from '../wire/arrays'
import { isRecord } from '../wire/records'
import { isGL } from './graph-needs'
import type { Figure } from './graph-types'

export { contexts, needOf, type Seat } from './graph-contexts'
export { type Asleep, putToSleep, release, wakeUp } from './graph-sleep'

let found: boolean | undefined

/** Whether the browser has WebGL; asked once, with a canvas of which nothing stays. */
export function hasWebGL(): boolean {
  found ??= probe()
  return found
}

function probe(): boolean {
  const canvas = document.createElement('canvas')
  const gl = canvas.getContext('webgl2') ?? canvas.getContext('webgl')
  gl?.getExtension('WEBGL_lose_context')?.loseContext()
  return gl !== null
}

/** What draws the same in SVG, or on a canvas, and how many points of it do not yet stop the page. */
const instead: Record<string, { type: string; most: number }> = {
  scattergl: { type: 'scatter', most: 20_000 },
  scatterpolargl: { type: 'scatterpolar', most: 20_000 },
  pointcloud: { type: 'scatter', most: 20_000 },
  heatmapgl: { type: 'heatmap', most: 4_000_000 },
}

/** Lines are simplified before they are drawn, so that many more points do no harm. */
const mostOfLine = 500_000

export interface Replaced {
  figure: Figure
  /** What is to be said of it in place, or null where nothing was replaced. */
  notice: string | null
}

/** withoutWebGL replaces the traces of a figure that need WebGL, and leaves out those that nothing else can draw. */
export function withoutWebGL(figure: Figure): Replaced {
  const said = new Set<string>()
  const data = (Array.isArray(figure.data) ? figure.data : []).flatMap((trace) => {
    const type = isRecord(trace) ? String(trace.type) : ''
    if (!isGL(type)) return [trace]
    const other = instead[type]
    if (!other) {
      said.add(`${type} cannot be shown.`)
      return []
    }
    const count = countOf(trace)
    if (count > mostOf(trace, other.most)) {
      said.add(`${type} with ${count} points cannot be shown.`)
      return []
    }
    said.add(`${type} is drawn as ${other.type}, which is slower.`)
    return [replaced(trace, other.type)]
  })
  if (said.size === 0) return { figure, notice: null }
  return { figure: { ...figure, data }, notice: `This browser has no WebGL: ${[...said].join(' ')}` }
}

const lengthOf = (value: unknown) => (Array.isArray(value) || isTyped(value) ? value.length : 0)

function countOf(trace: Dict): number {
  const { z, xy } = trace
  if (Array.isArray(z) && trace.type === 'heatmapgl') return z.reduce((sum: number, row) => sum + lengthOf(row), 0)
  return Math.max(lengthOf(xy) / 2, ...['x', 'y', 'r', 'theta'].map((key) => lengthOf(trace[key])))
}

const mostOf = ({ mode, type }: Dict, most: number) =>
  type !== 'pointcloud' && typeof mode === 'string' && !/markers|text/.test(mode) ? mostOfLine : most

function replaced(trace: Dict, type: string): Dict {
  if (trace.type !== 'pointcloud') return { ...trace, type }
  const { xy, marker, ...rest } = trace
  const { sizemax, sizemin: _, blend: __, border: ___, color, opacity } = isRecord(marker) ? marker : ({} as Dict)
  const points = Array.isArray(xy) || isTyped(xy) ? unwoven(xy as ArrayLike<number>) : {}
  const style = { size: typeof sizemax === 'number' ? Math.min(sizemax, 6) : 4, color, opacity }
  return { ...rest, ...points, type, mode: 'markers', marker: style }
}

function unwoven(xy: ArrayLike<number>): Dict {
  const at = (first: number) => Float64Array.from({ length: xy.length >> 1 }, (_, i) => xy[2 * i + first] ?? Number.NaN)
  return { x: at(0), y: at(1) }
}
