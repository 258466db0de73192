// A heatmapgl as its module sees it, after defaults and calc.

import type { Calculated, Trace } from '../types'
import type { Matrix } from './matrix'

export interface Heat extends Trace {
  z: ArrayLike<ArrayLike<unknown>> & object
  x?: ArrayLike<unknown>
  y?: ArrayLike<unknown>
  x0?: unknown
  dx?: number
  y0?: unknown
  dy?: number
  xtype?: 'array' | 'scaled'
  ytype?: 'array' | 'scaled'
  transpose: boolean
  zsmooth: 'fast' | false
  hoverongaps: boolean
  zhoverformat?: string
}

/** The bricks along one axis. */
export interface Bricks {
  edges: Float64Array
  /** The middles the user gave, where they are that. */
  middles: ArrayLike<number> | undefined
  /** Which column or row of z a brick shows, where bricks are an axis' categories; else as they come. */
  order: Int32Array | undefined
}

export interface HeatItem extends Calculated {
  trace: Heat
  t: Record<string, unknown> & { matrix: Matrix; x: Bricks; y: Bricks }
}
