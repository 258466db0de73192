// A pointcloud as its module sees it, after defaults and calc.

import type { Column } from '../columns'
import type { Calculated, Trace } from '../types'

export interface Marker extends Record<string, unknown> {
  color: string | ArrayLike<unknown>
  opacity: number
  size: number
  sizemin?: number
  sizemax?: number
  blend?: boolean
  symbol: 'circle' | 'square'
  border?: { color: string; arearatio: number }
}

export interface Style {
  marker?: { color?: string; opacity?: number; size?: number }
}

export interface Cloud extends Trace {
  marker: Marker
  _length: number
  selected?: Style
  unselected?: Style
  selectedpoints?: number[]
}

/** What calc leaves for drawing and hovering. */
export interface Points {
  x: Column
  y: Column
}

export interface CloudItem extends Calculated {
  trace: Cloud
  t: Record<string, unknown> & { points: Points }
}

/** Unselected points are this much fainter where an opacity is said for selected ones only, as in plotly.js. */
const faint = 0.2

/** chosenStyles are the styles of selected and unselected points. */
export function chosenStyles({ marker, selected, unselected }: Cloud) {
  const [on, off] = [selected?.marker ?? {}, unselected?.marker ?? {}]
  const opacity = off.opacity ?? (on.opacity === undefined ? undefined : faint * marker.opacity)
  return { on, off: opacity === undefined ? off : { ...off, opacity } }
}

/**
 * wholeOpacity is the part of the opacity that is of the cloud as a whole and not of each point: without blend points do not add up,
 * so they are drawn opaque and laid over the graph faintly.
 */
export function wholeOpacity(trace: Cloud): number {
  if (trace.marker.blend) return 1
  if (!Array.isArray(trace.selectedpoints)) return trace.marker.opacity
  const { on, off } = chosenStyles(trace)
  return Math.max(on.opacity ?? trace.marker.opacity, off.opacity ?? trace.marker.opacity)
}
