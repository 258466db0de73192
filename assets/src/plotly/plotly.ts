// The part of plotly.js we call, typed by hand: its published types lag behind the version pinned here.

export type Dict = Record<string, unknown>

export interface FigureParts {
  data: Dict[]
  layout: Dict
  frames?: unknown[]
  config?: Dict
}

/** The element plotly.js draws in, with what it hangs on it. */
export interface PlotElement extends HTMLElement {
  data?: Dict[]
  layout?: Dict
  _fullLayout?: { width?: number; height?: number; hoveranywhere?: unknown; clickanywhere?: unknown }
  on?(event: string, listener: (payload?: Dict) => void): void
  removeAllListeners?(event?: string): void
}

export type Update = Record<string, unknown[]>
export type MaxPoints = number | Record<string, number[]> | undefined

export interface Plotly {
  version: string
  react(plot: PlotElement, figure: FigureParts): Promise<unknown>
  animate(plot: PlotElement, figure: unknown, options?: Dict): Promise<unknown>
  addFrames(plot: PlotElement, frames: unknown[]): Promise<unknown>
  deleteFrames(plot: PlotElement): Promise<unknown>
  extendTraces(plot: PlotElement, update: Update, indices: number[], maxPoints?: MaxPoints): Promise<unknown>
  prependTraces(plot: PlotElement, update: Update, indices: number[], maxPoints?: MaxPoints): Promise<unknown>
  purge(plot: PlotElement): void
  register(modules: unknown): void
  toImage(plot: PlotElement, options?: Dict): Promise<string>
  downloadImage(plot: PlotElement, options?: Dict): Promise<string>
  Plots: { resize(plot: PlotElement): Promise<unknown> }
}
