// What plotly.js hands to a trace module, as far as ours look at it.

import type { Numbers } from './numbers'

export type Range = [unknown, unknown]

/** An axis. The letters in its conversions are plotly.js's: d data, c calculated, l linearized (log10 on log axes), r range, p pixels. */
export interface Axis {
  _id: string
  type: 'linear' | 'log' | 'date' | 'category' | 'multicategory'
  range: Range
  calendar?: string
  rangebreaks?: unknown[]
  /** Pixels from the graph's left (top) edge to the axis' start, and along it. */
  _offset: number
  _length: number
  _minDtick?: number
  _categories: unknown[]
  r2l(value: unknown): number
  r2c(value: unknown, pad: number, calendar?: string): number
  c2l(value: number): number
  c2p(value: number): number
  c2d(value: number): unknown
  p2c(pixel: number): number
  d2c(value: unknown, pad?: number, calendar?: string): number
  l2p(value: number): number
  makeCalcdata(trace: Trace, letter: string): ArrayLike<number | undefined>
  _separators?: string
  _numFormat?: unknown
}

export interface Trace extends Record<string, unknown> {
  uid: string
  index: number
  visible: unknown
  opacity: number
  type: string
  xaxis: string
  yaxis: string
  zorder?: number
  _length: number | null
  _extremes: Record<string, unknown>
  _module: { plot: unknown; name: string }
}

/** One item for a trace in the graph's calcdata. */
export interface Calculated extends Record<string, unknown> {
  trace: Trace
  t: Record<string, unknown>
}

export interface Subplot {
  xaxis: Axis
  yaxis: Axis
}

export interface FullLayout {
  width: number
  height: number
  _plots: Record<string, Subplot>
  _subplots: { cartesian: string[] }
  _glcontainer?: { node(): HTMLElement }
}

/** The graph's element, with what plotly.js hangs on it. */
export interface GraphDiv extends HTMLElement {
  calcdata?: Calculated[][]
  _fullLayout?: FullLayout
  _context?: { plotGlPixelRatio?: number; _exportedPlot?: boolean; staticPlot?: boolean }
  _internalEv?: object
  _internalOn?(event: string, listener: () => void): void
  _removeInternalListener?(event: string, listener: () => void): void
}

/** What hoverPoints is given and gives back. */
export interface PointData extends Record<string, unknown> {
  cd: Calculated[]
  trace: Trace
  xa: Axis
  ya: Axis
  index: number | [number, number] | false | undefined
  distance: number
  maxHoverDistance: number
  maxSpikeDistance: number
}

export type { Numbers }
