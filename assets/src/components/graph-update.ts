// Brings a plot from the figure it shows to the next one by the cheapest call (graph-diff.ts), and tells the changes made here
// from those of the user, which alone are news to the app.

import type { Dict, PlotElement, Plotly } from '../plotly/plotly'
import { isRecord } from '../wire/records'
import { type Given, givenOf, planOf } from './graph-diff'

/** What plotly.js tells when a plot is no longer as the figure says: edits by the user, by its own buttons and sliders, or by a
 * script of the app's. */
const edits = [
  ...['plotly_relayout', 'plotly_restyle', 'plotly_update', 'plotly_selected', 'plotly_deselect', 'plotly_click'],
  ...['plotly_animatingframe', 'plotly_transitioning', 'plotly_sliderchange', 'plotly_buttonclicked'],
]

export class Updater {
  readonly #plot: PlotElement
  /** What has been drawn last, while the plot is known to show just that. */
  #given: Given | undefined
  /** The event our own call is about to cause. */
  #expected: string | undefined

  constructor(plot: PlotElement) {
    this.#plot = plot
  }

  /** Whether an event stems from a call made here; an event is asked about once. */
  isOurs(payload: unknown): boolean {
    if (this.#expected === undefined || textOf(payload) !== this.#expected) return false
    this.#expected = undefined
    return true
  }

  /** To be called with a plot's new emitter. Must come before all other listeners, of which each may draw. */
  listen(): void {
    for (const event of edits) {
      this.#plot.on?.(event, (payload) => {
        if (this.#expected !== undefined && textOf(payload) === this.#expected) return
        // Following the element's size is no edit.
        if (event === 'plotly_relayout' && JSON.stringify(payload) === '{"autosize":true}') return
        this.forget()
      })
    }
  }

  /** To be called when the plot has been changed in a way that the next figure need not know: it then goes through react. */
  forget(): void {
    this.#given = undefined
  }

  async draw(plotly: Plotly, parts: Given): Promise<void> {
    const plot = this.#plot
    const given = givenOf(parts)
    const plan =
      this.#given && !isEdited(plot) && !isBound(plot) ? planOf(this.#given, given) : { call: 'react' as const }
    this.#given = undefined // should the call fail
    if (plan.call === 'react') await plotly.react(plot, parts)
    if (plan.call === 'edit') await this.#edit(plotly, plan.traces, plan.indices, plan.layout)
    this.#given = given
  }

  async #edit(plotly: Plotly, traces: Dict, indices: number[], layout: Dict): Promise<void> {
    const plot = this.#plot
    const styles = indices.length > 0
    const moves = Object.keys(layout).length > 0
    const told = styles && moves ? { data: [traces, indices], layout } : styles ? [traces, indices] : layout
    this.#expected = textOf(told)
    try {
      if (styles && moves) await plotly.update(plot, traces, layout, indices)
      else if (styles) await plotly.restyle(plot, traces, indices)
      else await plotly.relayout(plot, layout)
    } finally {
      this.#expected = undefined
    }
  }
}

/** plotly.js tells of a copy, which lacks what is undefined at the end of a list. */
const textOf = (payload: unknown) =>
  JSON.stringify(payload, (_, value) => (Array.isArray(value) ? trimmed(value) : value))

const trimmed = (list: unknown[]) => list.slice(0, list.findLastIndex((item) => item !== undefined) + 1)

/** Whether plotly.js remembers edits of the user's, which a new figure keeps or undoes by its `uirevision`: react's business. A
 * range that plotly.js has found by itself is among them, but changes nothing for the edits made here. */
function isEdited({ _fullLayout: full = {} }: PlotElement): boolean {
  const keys = (value: unknown) => (isRecord(value) ? Object.keys(value) : [])
  if (keys(full._preGUI).some((key) => !isOwnRange(key, full))) return true
  return isRecord(full._tracePreGUI) && Object.values(full._tracePreGUI).some((edits) => keys(edits).length > 0)
}

function isOwnRange(key: string, full: Dict): boolean {
  const axis = full[/^([xy]axis\d*)\.(auto)?range\b/.exec(key)?.[1] ?? '']
  return isRecord(axis) && axis.autorange === true
}

/** Whether axes depend on one another, or on a range slider. */
function isBound({ _fullLayout: full = {} }: PlotElement): boolean {
  const some = (value: unknown) => Array.isArray(value) && value.length > 0
  if (some(full._axisMatchGroups) || some(full._axisConstraintGroups)) return true
  return Object.keys(full).some((key) => /^[xy]axis/.test(key) && isRecord(full[key]) && hasSlider(full[key] as Dict))
}

const hasSlider = ({ rangeslider }: Dict) => isRecord(rangeslider) && rangeslider.visible === true
