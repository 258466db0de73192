// A graph asleep: its picture stands where it was, and its WebGL contexts are free. What the user has done to it (zoom, legend)
// is kept, also for the next figure with the same `uirevision`.

import type { Dict, PlotElement, Plotly } from '../plotly/plotly'
import { isRecord } from '../wire/records'
import { at, contextsOf } from './graph-contexts'

export interface Asleep {
  data: Dict[]
  layout: Dict
  /** The values before the user's edits, by which plotly.js tells an edit from a new figure: of the layout, and by trace. */
  preGUI: Dict
  tracePreGUI: Dict[]
  /** Where a double click leads back to, by axis. */
  initial: Record<string, Dict>
  picture: HTMLElement
}

const initials = ['_rangeInitial0', '_rangeInitial1', '_autorangeInitial']
const isAxis = (key: string) => /^[xy]axis\d*$/.test(key)

export function putToSleep(plotly: Plotly, plot: PlotElement): Asleep {
  const full = plot._fullLayout ?? {}
  const before = (isRecord(full._tracePreGUI) ? full._tracePreGUI : {}) as Record<string, Dict>
  const asleep: Asleep = {
    data: plot.data ?? [],
    layout: plot.layout ?? {},
    preGUI: { ...(full._preGUI as Dict) },
    tracePreGUI: (plot._fullData ?? []).map(({ uid }) => ({ ...before[String(uid)] })),
    initial: Object.fromEntries(
      Object.keys(full)
        .filter(isAxis)
        .map((key) => [key, pick(full[key] as Dict, initials)]),
    ),
    picture: pictureOf(plot),
  }
  release(plotly, plot)
  plot.append(asleep.picture)
  return asleep
}

const pick = (from: Dict, keys: string[]) => Object.fromEntries(keys.map((key) => [key, from[key]]))

/** Purges a plot. plotly.js leaves its contexts to the collector of garbage, which may come too late. */
export function release(plotly: Plotly, plot: PlotElement): void {
  const contexts = contextsOf(plot)
  plot.removeAllListeners?.()
  plotly.purge(plot)
  for (const gl of contexts) gl.getExtension('WEBGL_lose_context')?.loseContext()
}

/** All there is to see: the drawing itself, and copies of the canvases. */
function pictureOf(plot: PlotElement): HTMLElement {
  const full = plot._fullLayout ?? {}
  for (const key of Object.keys(full)) {
    // These do not keep what they have drawn, so they draw it once more, now.
    if (/^scene\d*$/.test(key)) call(at(full[key], '_scene', 'glplot'))
    if (/^map\d*$/.test(key)) call(at(full[key], '_subplot', 'map'))
  }
  const picture = document.createElement('div')
  // The classes give the copy the style of a plot; plotly.js would take one of `plot-container` for its own.
  picture.className = 'dash-graph-picture js-plotly-plot'
  picture.setAttribute('aria-hidden', 'true')
  const drawing = plot.querySelector('.plot-container')
  if (!drawing) return picture
  const copy = drawing.cloneNode(true) as HTMLElement
  copy.classList.remove('plot-container')
  copy.classList.add('plotly')
  copy.querySelector('.modebar-container')?.remove()
  const canvases = copy.querySelectorAll('canvas')
  drawing.querySelectorAll('canvas').forEach((canvas, i) => {
    if (canvas.width > 0 && canvas.height > 0) canvases[i]?.getContext('2d')?.drawImage(canvas, 0, 0)
  })
  picture.append(copy)
  return picture
}

const call = (drawer: unknown) => (drawer as { redraw?(): void } | undefined)?.redraw?.()

export async function wakeUp(plotly: Plotly, plot: PlotElement, asleep: Asleep, config: Dict, frames: Dict[]) {
  const { data, layout, preGUI, tracePreGUI, initial, picture } = asleep
  try {
    await plotly.react(plot, { data, layout, frames, config })
  } finally {
    picture.remove()
  }
  const full = plot._fullLayout ?? {}
  Object.assign(full._preGUI ?? {}, preGUI)
  plot._fullData?.forEach(({ uid }, i) => {
    const edits = at(full, '_tracePreGUI', String(uid))
    if (isRecord(edits)) Object.assign(edits, tracePreGUI[i])
  })
  for (const [key, values] of Object.entries(initial)) Object.assign(full[key] ?? {}, values)
}
