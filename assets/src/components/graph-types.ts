// The props of Graph (dash_core_components.Graph), as they stand on the wire.

import type { Dict, MaxPoints, Update } from '../plotly/plotly'

export interface Figure {
  data?: Dict[] | null
  layout?: Dict | null
  frames?: Dict[] | null
}

/** `[update, traceIndices?, maxPoints?]`, or the update alone. */
export type Extension = Update | [update: Update, indices?: number | number[] | null, maxPoints?: MaxPoints | null]

export interface GraphProps {
  id?: string
  figure?: Figure | null
  config?: Dict | null
  responsive?: boolean | 'auto'
  style?: Record<string, string | number> | null
  className?: string
  animate?: boolean
  animation_options?: Dict | null
  extendData?: Extension | null
  prependData?: Extension | null
  clickData?: Dict | null
  hoverData?: Dict | null
  selectedData?: Dict | null
  clickAnnotationData?: Dict | null
  relayoutData?: Dict | null
  restyleData?: unknown[] | null
  clear_on_unhover?: boolean
  mathjax?: boolean
  /** Text in place of the graph for those who cannot see it. */
  alt?: string
}

/** What the renderer adds to the props. */
export interface Hooks {
  setProps(next: Partial<GraphProps>): void
  /** Stores another figure where it still is `from`, unheard by callbacks. */
  swapProp?(name: 'figure', from: unknown, to: unknown): boolean
  reportError?(error: unknown): void
  'data-dash-is-loading'?: 'true' | undefined
}
