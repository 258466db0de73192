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
  /** The traces with all defaults filled in. */
  _fullData?: Dict[]
  _fullLayout?: Dict & { width?: number; height?: number }
  /** What the pointer is over. */
  _hoverdata?: unknown[] | undefined
  on?(event: string, listener: (payload?: Dict) => void): void
  emit?(event: string, payload?: Dict): void
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
  relayout(plot: PlotElement, layout: Dict): Promise<unknown>
  restyle(plot: PlotElement, traces: Dict, indices: number[]): Promise<unknown>
  update(plot: PlotElement, traces: Dict, layout: Dict, indices: number[]): Promise<unknown>
  redraw(plot: PlotElement): Promise<unknown>
  purge(plot: PlotElement): void
  register(modules: unknown): void
  toImage(plot: PlotElement, options?: Dict): Promise<string>
  downloadImage(plot: PlotElement, options?: Dict): Promise<string>
  Fx: {
    hover(plot: PlotElement, where: Dict | Dict[], subplot?: string): void
    unhover(plot: PlotElement, event: Dict): void
  }
}
